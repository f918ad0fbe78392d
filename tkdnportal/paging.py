"""Pages of long lists without counting them: one row more than a page holds tells whether there is a next one."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import EmptyPage, InvalidPage, PageNotAnInteger, Paginator
from django.utils.translation import gettext_lazy as _


class UncountedPaginator(Paginator):
    """A paginator that never runs `count(*)`; `num_pages` is what is known: this page, and the next if there is one."""

    def page(self, number):
        """The page `number`, from 1; raises EmptyPage past the end."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = list(self.object_list[start : start + self.per_page + 1])
        if not rows and number > 1:
            raise EmptyPage(self.error_messages["no_results"])
        self.num_pages = number + (len(rows) > self.per_page)
        self.count = start + min(len(rows), self.per_page)
        return self._get_page(rows[: self.per_page], number, self)

    def validate_number(self, number):
        """A whole number from 1; whether it lies past the end shows when its rows are read."""
        try:
            number = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(self.error_messages["invalid_page"]) from None
        if number < 1:
            raise EmptyPage(self.error_messages["min_page"])
        return number


class UncountedChangeList(ChangeList):
    """An admin list that knows this page and whether another follows, and counts nothing."""

    def get_results(self, request):
        """Read one page; `result_count` is what the page shows, so actions never reach unseen rows."""
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        try:
            self.page = self.paginator.page(self.page_num)
        except InvalidPage as problem:
            raise IncorrectLookupParameters from problem
        self.result_list = self.page.object_list
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_full_result_count = self.can_show_all = self.multi_page = False
        self.show_admin_actions = True

    @property
    def is_plain(self):
        """Whether the list is looked at as it opens: nothing searched, filtered or turned to another page."""
        return not self.params and not self.query and self.page_num == 1

    @property
    def extent(self):
        """Which rows the page shows: `101–200`."""
        first = (self.page_num - 1) * self.list_per_page + 1
        if not self.result_list:
            return _("Tidak ada baris.")
        return _("Baris %(first)s–%(last)s") % {"first": first, "last": first + len(self.result_list) - 1}

    @property
    def previous_url(self):
        """The address of the page before, or None on the first."""
        return self.get_query_string({"p": self.page_num - 1}) if self.page.has_previous() else None

    @property
    def next_url(self):
        """The address of the page after, or None on the last."""
        return self.get_query_string({"p": self.page_num + 1}) if self.page.has_next() else None

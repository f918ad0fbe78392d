"""The questions before registration, for anyone; the session holds the answers until a draft does."""

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from umkm import prescreen
from umkm.registration.sending import sent

SESSION_KEY = "prescreen"
CHOOSE_ONE = _("Pilih satu jawaban, lalu tekan Lanjut.")


class AnswerForm(forms.Form):
    """One question as radio buttons."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args, question, **kwargs):
        """`question`: the one to ask."""
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.label, field.help_text, field.choices = question.text, question.why, question.choices.choices
        field.error_messages["required"] = field.error_messages["invalid_choice"] = CHOOSE_ONE


@never_cache
def start(request):
    """What registering is, what to have at hand, and the way on; who has answered before sees the result."""
    answers = request.session.get(SESSION_KEY, {})
    context = {"count": len(prescreen.QUESTIONS), "verdict": prescreen.verdict(answers), "first": _first(answers)}
    return render(request, "umkm/prescreen/start.html", context)


@never_cache
def question(request, key):
    """Ask one question, and lead to the next or to the result."""
    asked = prescreen.BY_KEY.get(key)
    if not asked:
        raise Http404
    answers = request.session.get(SESSION_KEY, {})
    form = AnswerForm(*sent(request), question=asked, initial={"answer": answers.get(key)})
    if request.method == "POST" and form.is_valid():
        answers = answers | {key: form.cleaned_data["answer"]}
        request.session[SESSION_KEY] = prescreen.known(answers)
        return redirect(_after(answers))
    number = prescreen.QUESTIONS.index(asked) + 1
    context = {"form": form, "question": asked, "number": number, "count": len(prescreen.QUESTIONS)}
    return render(request, "umkm/prescreen/question.html", context | {"back": _before(number)})


@never_cache
def result(request):
    """Yes, maybe or no, with every reason, what to do, and the way on."""
    answers = request.session.get(SESSION_KEY, {})
    found = prescreen.verdict(answers)
    if not found:
        return redirect(_after(answers))
    said = [(prescreen.BY_KEY[key], [answer.label]) for key, answer in prescreen.known(answers).items()]
    context = {"verdict": found, "reasons": prescreen.deciding(answers), "answers": said}
    return render(request, "umkm/prescreen/result.html", context)


def _first(answers):
    open_question = prescreen.next_question(answers)
    return open_question.key if open_question else prescreen.QUESTIONS[0].key


def _after(answers):
    following = prescreen.next_question(answers)
    return reverse("prescreen:question", args=[following.key]) if following else reverse("prescreen:result")


def _before(number):
    """The page before question `number`."""
    if number == 1:
        return reverse("prescreen:start")
    return reverse("prescreen:question", args=[prescreen.QUESTIONS[number - 2].key])

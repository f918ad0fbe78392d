"""What a page sends to its form."""


def sent(request):
    """Data and files of a POST, even of one that is empty; (None, None) for a page that only opens."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)

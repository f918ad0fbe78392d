"""Names of addresses that a crawl cannot meet, each with the reason; `names.unmet` asks for one for any other."""

NEVER_MET = {
    "api-1.0.0:*": "data for programs; tests/insight/test_api.py",
}

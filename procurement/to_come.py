"""Which packages are still to be contracted: only those can a certificate, a renewal or a coaching still serve."""


def is_to_come(package, on):
    """Whether its contract can still be signed on day `on`; without planned days, whether its year has not passed."""
    last = package.contract_until or package.contract_from
    return last >= on if last else package.year >= on.year

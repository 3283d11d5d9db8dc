"""Of which kind an option is, by what it alone tells: `OptionSet.of_kind` asks each of these once for all cases."""

from __future__ import annotations

from visit.catalogue import Option


def gives_home(option: Option) -> bool:
    """Return whether it gives a home."""
    return option.gives_home


def gives_stay(option: Option) -> bool:
    """Return whether it gives a home together with support or care, so that its own staff are asked."""
    return option.gives_home and _supports(option)


def for_residents(option: Option) -> bool:
    """Return whether it stands only beside a home of its offer."""
    return option.residents_only


def supports_residents(option: Option) -> bool:
    """Return whether it is support or care for the residents of a house."""
    return option.residents_only and _supports(option)


def is_of_stay(option: Option) -> bool:
    """Return whether it is a part of a stay: the home, or what stands only beside it."""
    return option.gives_home or option.residents_only


def is_ordinary_home(option: Option) -> bool:
    """Return whether it is the home that the citizen has, or a tenancy to be found."""
    return option.is_ordinary_home


def is_current_or_home(option: Option) -> bool:
    """Return whether it is the citizen's today: a service that runs, or the home."""
    return option.current is not None or option.kind == "home"


def is_chosen_freely(option: Option) -> bool:
    """Return whether the citizen has the free choice of it."""
    return option.provision.free_choice


def has_own_helpers(option: Option) -> bool:
    """Return whether the citizen employs the helpers."""
    return option.provision.own_helpers


def is_paired(option: Option) -> bool:
    """Return whether it costs something else beside another one of its offer."""
    return option.price is not None and bool(option.price.beside)


def _supports(option: Option) -> bool:
    return "support" in option.areas or "care" in option.areas

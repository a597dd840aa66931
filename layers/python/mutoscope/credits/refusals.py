"""Why an order is not accepted, or ends, for want of credits. None of these is worth trying again as it is."""

from mutoscope.errors import InvalidInput, MutoscopeError


class PaymentRequired(MutoscopeError):
    """This order is not paid for."""

    code = "payment_required"
    hint = "Add credits and order again."


class InsufficientCredits(PaymentRequired):
    """In credits this costs {credits}; you have {available} and lack {missing}."""

    code = "insufficient_credits"
    hint = (
        "Add the credits that are missing, or order something smaller; POST /v1/quotes tells a price without ordering."
    )


class KeyCapReached(PaymentRequired):
    """In credits this costs {credits}, and the API key's cap for this month leaves {left}."""

    code = "key_cap_reached"
    hint = "Raise the key's monthly cap, use another key, or wait for the next month (UTC)."


class AboveMaxCredits(InvalidInput):
    """In credits this costs {credits}, more than the {max_credits} of max_credits."""

    code = "above_max_credits"
    hint = "Raise max_credits, or order something smaller; POST /v1/quotes tells a price without ordering."


class HoldExpired(InvalidInput):
    """The job took so long that the credits set aside for it went back; it was not charged."""

    code = "hold_expired"
    hint = "Order it again: the stages that were finished are kept and cost nothing."

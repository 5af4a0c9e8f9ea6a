"""What crosses the border of payments: methods, payments with their allocations, deposit slips, and the facts.

Every integer amount is cents of `currency`.
"""

from chalicelib.payments.schemas.facts import (
    AllocationV1,
    DepositedV1,
    PaymentAllocatedV1,
    PaymentCancelledV1,
    PaymentRecordedV1,
    PaymentRefundedV1,
    SlipMadeV1,
)
from chalicelib.payments.schemas.links import (
    AttemptOut,
    ConnectorIn,
    ConnectorOut,
    DisputeOut,
    LinkIn,
    LinkOut,
    LinkRow,
    PageQuery,
    PayPageOut,
)
from chalicelib.payments.schemas.payments import (
    AllocateIn,
    AllocationIn,
    AllocationOut,
    CancelIn,
    CommercialFileQuery,
    MethodIn,
    MethodKind,
    MethodOut,
    MethodsOut,
    PaymentIn,
    PaymentOut,
    PaymentRow,
    RefundIn,
    RefundOut,
)
from chalicelib.payments.schemas.payouts import PartOut, PayoutOut, PayoutPaidV1, PayoutRow
from chalicelib.payments.schemas.slips import SlipIn, SlipLineOut, SlipOut, SlipRow

__all__ = [
    "AllocateIn",
    "AllocationIn",
    "AllocationOut",
    "AllocationV1",
    "AttemptOut",
    "CancelIn",
    "CommercialFileQuery",
    "ConnectorIn",
    "ConnectorOut",
    "DepositedV1",
    "DisputeOut",
    "LinkIn",
    "LinkOut",
    "LinkRow",
    "MethodIn",
    "MethodKind",
    "MethodOut",
    "MethodsOut",
    "PageQuery",
    "PartOut",
    "PayPageOut",
    "PaymentAllocatedV1",
    "PaymentCancelledV1",
    "PaymentIn",
    "PaymentOut",
    "PaymentRecordedV1",
    "PaymentRefundedV1",
    "PaymentRow",
    "PayoutOut",
    "PayoutPaidV1",
    "PayoutRow",
    "RefundIn",
    "RefundOut",
    "SlipIn",
    "SlipLineOut",
    "SlipMadeV1",
    "SlipOut",
    "SlipRow",
]

"""Sent along with a submission: asks what is not a plain function for what a plain one would have said.

Runs beside a student's code, inside the wall, as files of the submission: standard library and NumPy only,
definitions only. Every public function takes the module's name and that of its function, its class or its
`Class.method`, then the arguments that the exercise gives.
"""

from .finding import describe
from .functions import backward, called, flagged, layer_backward, stepped, with_self
from .objects import built, forward, layer_gradients, loss, loss_gradient, passed_back, slope
from .optimisers import adam, descended, momentum

__all__ = [
    "adam",
    "backward",
    "built",
    "called",
    "descended",
    "describe",
    "flagged",
    "forward",
    "layer_backward",
    "layer_gradients",
    "loss",
    "loss_gradient",
    "momentum",
    "passed_back",
    "slope",
    "stepped",
    "with_self",
]

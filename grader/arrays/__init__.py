"""Arrays: as data, read tolerantly, compared without broadcasting, written for a person."""

from .compare import (
    Between,
    Difference,
    Tolerance,
    Wrong,
    agree,
    constant_offset,
    constant_ratio,
    decimals_kept,
    difference,
)
from .data import Array, Form, Reading, read, read_like, to_array, to_data, to_value
from .show import digits_to_differ, show_arguments, show_array, show_form, show_number, show_shape, show_value

__all__ = [
    "Array",
    "Between",
    "Difference",
    "Form",
    "Reading",
    "Tolerance",
    "Wrong",
    "agree",
    "constant_offset",
    "constant_ratio",
    "decimals_kept",
    "difference",
    "digits_to_differ",
    "read",
    "read_like",
    "show_arguments",
    "show_array",
    "show_form",
    "show_number",
    "show_shape",
    "show_value",
    "to_array",
    "to_data",
    "to_value",
]

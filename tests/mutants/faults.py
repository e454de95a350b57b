"""The small faults that can be made in a file: one operator, one condition or one statement is another, or gone."""

from collections.abc import Iterator
from dataclasses import dataclass

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

OF_THE_TOOL = (
    "AddNot",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "NumberReplacer",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_Delete_Invert",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBinaryOperator_Mul_FloorDiv",
    "ReplaceBinaryOperator_FloorDiv_Mul",
    "ReplaceBinaryOperator_BitAnd_BitOr",
    "ZeroIterationForLoop",
)
"""Of its many replacements one a kind: that a name plus a name is not a name divided by a name shows by itself."""

CONDITIONS = {"and_", "or_", "where", "has_role"}
"""Calls of which each argument is a condition or a role of its own."""


@dataclass(frozen=True)
class Fault:
    """A file with one fault in it. `line`: the first that differs, counted from 1."""

    path: str
    line: int
    was: str
    now: str
    source: str


class Ours(Operator):
    """An operator that the tool does not have. Its examples are the files themselves."""

    @classmethod
    def examples(cls):
        return ()


class DropPart(Ours):
    """Leave one out: of the arguments of a call that joins conditions, or of a list, a set or a tuple."""

    def mutation_positions(self, node):
        conditions = node.type == "arglist" and called(node) in CONDITIONS
        elements = node.type == "testlist_comp" and node.children[1].type == "operator"
        if conditions or elements:
            yield from ((part.start_pos, part.end_pos) for part in parts(node))

    def mutate(self, node, index):
        return without(node, index)


class DropStatement(Ours):
    """Do nothing where something was called, raised or assigned to an attribute."""

    def mutation_positions(self, node):
        if node.type == "simple_stmt" and acts(node.children[0]):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        node.children[0] = parso.parse(f"{node.get_first_leaf().prefix}pass")
        return node


class SwapIn(Ours):
    """`in` is `not in`."""

    def mutation_positions(self, node):
        if node.type == "comparison" and str(node.children[1].get_code()).split() in (["in"], ["not", "in"]):
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        now = " in" if node.children[1].type == "comp_op" else " not in"
        node.children[1] = parso.parse(now)
        return node


OPERATORS = (DropPart, DropStatement, SwapIn, *(get_operator(f"core/{name}") for name in OF_THE_TOOL))


def called(arguments) -> str:
    """The name of what is called with these."""
    before = arguments.parent.get_previous_sibling()
    return before.get_last_leaf().value if before is not None else ""


def parts(node) -> list:
    return [child for child in node.children if child.type != "operator"]


def without(node, index: int):
    """The same list, with a comma after its last so that one that is left stays a tuple."""
    kept = [part.get_code().strip() for nth, part in enumerate(parts(node)) if nth != index]
    return parso.parse(", ".join(kept) + ",")


def acts(statement) -> bool:
    """A call, a raise, or something put in an attribute or under a key."""
    if statement.type in ("atom_expr", "power"):
        return statement.children[-1].type == "trailer" and statement.children[-1].children[0].value == "("
    if statement.type == "expr_stmt":
        return statement.children[0].type in ("atom_expr", "power")
    return statement.type == "raise_stmt"


def all_of(path: str, source: str) -> Iterator[Fault]:
    """Every fault of this file that is still Python, each once. What decorates a class or a cache decides nothing."""
    seen = {source}
    for operator in (kind() for kind in OPERATORS):
        positions = sum(len(list(operator.mutation_positions(node))) for node in ast_nodes(get_ast(source)))
        for nth in range(positions):
            changed = mutate_code(source, operator, nth)
            if changed is None or changed in seen or not is_python(changed):
                continue
            seen.add(changed)
            fault = fault_of(path, source, changed)
            if not fault.was.startswith("@"):
                yield fault


def is_python(source: str) -> bool:
    try:
        compile(source, "", "exec")
    except SyntaxError:
        return False
    return True


def fault_of(path: str, source: str, changed: str) -> Fault:
    before, after = source.splitlines(), changed.splitlines()
    nth = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    return Fault(path, nth + 1, before[nth].strip(), after[nth].strip(), changed)

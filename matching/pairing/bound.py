"""What each person at least brings to the price of any pairs: prices of the assignment problem.

Kuhn and Munkres' algorithm by shortest augmenting paths. Its two prices for a person, as a row and
as a column, are together twice a share. No two people's shares are more than what the two cost, so
the shares of all who are paired are never more than what their pairs cost.
"""

from matching.pairing.values import Prices

FAR = 10**30


def shares_of(prices: Prices) -> list[int]:
    """Twice the share of each; the shares of two people are at most their price."""
    number = len(prices)
    rows, columns = [0] * (number + 1), [0] * (number + 1)
    row_of = [0] * (number + 1)  # by column, counted from one; none is 0
    for row in range(1, number + 1):
        row_of[0] = row
        _augment(prices, rows, columns, row_of)
    return [rows[i] + columns[i] for i in range(1, number + 1)]


def _augment(prices: Prices, rows: list[int], columns: list[int], row_of: list[int]) -> None:
    """Give the row that waits in place 0 a column, at the least extra cost."""
    number = len(prices)
    least, came_from = [FAR] * (number + 1), [0] * (number + 1)
    is_done = [False] * (number + 1)
    at = 0
    while row_of[at]:
        is_done[at] = True
        row, step, nearest = row_of[at], FAR, 0
        costs, own = prices[row - 1], rows[row_of[at]]
        for column in range(1, number + 1):
            if is_done[column]:
                continue
            extra = costs[column - 1] - own - columns[column]
            if extra < least[column]:
                least[column], came_from[column] = extra, at
            if least[column] < step:
                step, nearest = least[column], column
        for column in range(number + 1):
            if is_done[column]:
                rows[row_of[column]] += step
                columns[column] -= step
            else:
                least[column] -= step
        at = nearest
    while at:
        row_of[at] = row_of[came_from[at]]
        at = came_from[at]

"""Every page of the house, who may open it, and what it answers.

One table drives the matrix (who gets what), the look (axe, width, console) and the empty post.
A url pattern that is not in the table fails the build: see test_matrix.py.
"""

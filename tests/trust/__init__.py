"""The programme of faults, attacks and load: `make prove` runs it and writes docs/trust.md.

A test anywhere becomes part of a row of `programme.ROWS` by `@pytest.mark.trust("R1", "how it is provoked")`, and says what it saw by the
fixture `figures`. The mark `prove` keeps a test that takes long out of `make test`; the others are in both.
"""

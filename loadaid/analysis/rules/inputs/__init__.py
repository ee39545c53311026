"""What a finding rests on: the numbers behind each rule, and the sentence that says how its own comes from them.

A reader who has only these can work the finding out again (tests/test_why.py does). A value that is not known is listed
as not known; a long way is cut short by listing a number halfway, and the sentence says so.
"""

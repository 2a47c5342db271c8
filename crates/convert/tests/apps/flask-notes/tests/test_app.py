def test():
    assert "{{" + "}}"

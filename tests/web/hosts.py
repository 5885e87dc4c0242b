"""Addresses that lead where no reader of news should ask, as others who guard against them have published.

Sources: ADVOCATE, the tests of JordanMilne/Advocate (``test/test_advocate.py``); SAFEHTTPX, those of gradio's safehttpx
(``test/test.py`` of gradio-app/safefetch); DRAWBRIDGE, the ranges (``_validator.py``) and the README of drawbridge
0.1.2; PYLOAD, the advisory PYSEC-2026-2995; WHATWG, the URL standard's IPv4 parser and Fetch's list of bad ports; IANA,
the registries of special purpose addresses. The other groups are our own.
"""

from __future__ import annotations

NUMBERS: dict[str, tuple[str, ...]] = {
    "ADVOCATE": (
        "0.0.0.0", "0.1.1.1", "10.5.5.5", "100.64.0.0", "127.0.0.1", "169.254.1.1", "192.168.2.1", "192.88.99.0",
        "227.1.1.1", "255.255.255.255", "::1", "::ffff:192.168.2.1", "2001:0000:4136:e378:8000:63bf:3f57:fdf2",
        "2002:c0a8:ffff::", "64:ff9b::192.168.2.1", "fec0:cccc::",
        "172.16.0.1", "192.0.0.1", "192.0.2.7", "198.18.0.9", "198.51.100.3", "203.0.113.200", "240.0.0.1",
    ),
    "DRAWBRIDGE": (
        "169.254.169.254", "192.175.48.1", "198.19.255.255", "239.255.255.255", "::", "64:ff9b:1::a9fe:a9fe",
        "100::1", "2001:2::1", "2001:db8::1", "fc00::1", "fd12:3456::1", "fe80::1", "febf::1", "ff02::1",
    ),
    "PYLOAD": ("2002:7f00:1::", "2002:a00:1::", "2002:a9fe:a9fe::", "64:ff9b::a9fe:a9fe", "64:ff9b::7f00:1"),
    "IANA": (
        "100.127.255.255", "172.31.255.255", "168.63.129.16", "::127.0.0.1", "::8.8.8.8", "::ffff:8.8.8.8",
        "::ffff:0:127.0.0.1", "3fff::1", "5f00::1", "2001:20::1", "2001:1::1", "2620:4f:8000::1", "fe80::1%eth0",
        "4000::1",
    ),
}  # fmt: skip
"""Numbers that a name may lead to, and never should."""

OPEN = ("93.184.215.14", "8.8.8.8", "178.254.90.1", "144.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1",
        "126.255.255.255", "128.0.0.0", "2606:2800:21f::1", "2607:f8b0:400a:807::200e", "2a00:1450::1")  # fmt: skip
"""Numbers of the open internet, some of them next to those that are not."""

ADDRESSES: dict[str, tuple[str, ...]] = {
    "SAFEHTTPX": (
        "https://localhost", "http://127.0.0.1/file/a/b/c", "http://[::1]", "https://192.168.0.1", "http://10.0.0.1?q=a",
    ),
    "DRAWBRIDGE": ("http://0x7f000001/", "http://0177.0.0.1/", "http://2130706433/", "http://169.254.169.254/latest"),
    "WHATWG": (
        "http://127.1/", "http://127.0.1/", "http://0x7f.0.0.1/", "http://0x7F.1/", "http://017700000001/",
        "http://0/", "http://0x/", "http://1.2.3.08/", "http://256.1.1.1/", "http://1.1.1.1.1/", "http://4294967297/",
        "http://127.0.0.1./", "http://foo.0x4/", "http://010.0.0.1/", "http://127.000.000.1/",
    ),
    "FULL WIDTH": (
        "http://１２７.０.０.１/", "http://127。0。0。1/", "http://127．0．0．1/", "http://①②⑦.⓪.⓪.①/", "http://ⓛocalhost/",
        "http://localhost。/", "http://exa\u00admple.com/", "http://ﬀ.example/", "http://straße.example/",
    ),
    "USERS": (
        "http://user@news.example/", "http://user:word@news.example/", "http://news.example@127.0.0.1/",
        "http://news.example:80@127.0.0.1:80/", "http://@news.example/", "https://news.example%40127.0.0.1/",
    ),
    "PARSERS": (
        "http://news.example\\@127.0.0.1/", "http://127.0.0.1\\@news.example/", "http://news.example#@127.0.0.1\t/",
        "http:// news.example/", "http://news.example\r\nHost: x/", "http://%31%32%37.0.0.1/", "http://127.0.0.1%00/",
        "http://news.example:port/", "http://news.example:99999/", "http://news.example:-1/", "http://[::1/",
        "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[v1.a]/", "http:///etc", "http://", "http://./",
        "http://a..b/", "http://-/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/", "http://[::127.0.0.1]/",
    ),
    "SCHEMES": (
        "file:///etc/passwd", "ftp://news.example/a", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1:11211/",
        "ldap://news.example/", "jar:http://news.example/x", "data://text/html,x", "ws://news.example/", "sftp://news.example/",
        "javascript://news.example/%0aalert(1)", "view-source://news.example/", "s3://bucket/key", "HTTPX://news.example/",
    ),
    "PORTS": (
        "http://news.example:22/", "http://news.example:25/", "http://news.example:0/", "http://news.example:6379/",
        "http://news.example:11211/", "http://news.example:6667/", "https://news.example:5432/", "http://news.example:143/",
    ),
}  # fmt: skip
"""Addresses that are refused, whatever the names in them lead to."""

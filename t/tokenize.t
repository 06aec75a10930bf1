#!/bin/sh
# fb-tokenize: words of Chinese and English, and what may be done to them.
. "$(dirname "$0")/lib.sh"

# 148 sentences of the trade, tokens set by hand before any run, as the treebanks cut (numerals apart from what they count, 不 and
# degree words apart from what they qualify). In tokenize-known.tsv are those that the model cuts otherwise: mostly pairs that its
# dictionary has as words (更好, 不想). A word less right in them, or one sentence more, fails.
cut -f1 "$T/t/tokenize.tsv" | fb-tokenize >sentences 2>err
cmp -s "$T/t/tokenize.tsv" sentences
tap_result $? "$(($(wc -l <"$T/t/tokenize.tsv") - 1)) sentences are cut as a reader would" || diff "$T/t/tokenize.tsv" sentences | head -40 | sed 's/^/# /'
cut -f1 "$T/t/tokenize-known.tsv" | fb-tokenize >known 2>err
cat >score.awk <<'AWK'
BEGIN { FS = "\t" }
FNR == 1 { next }
{ n = split($2, word, " "); at = 0
  for (i = 1; i <= n; i++) { place = FNR " " at " " word[i]; at += length(word[i])
	if (NR == FNR) { want[place] = 1; wanted++ } else { have++; right += place in want } } }
END { printf "%d of %d right, %d wanted\n", right, have, wanted }
AWK
same 'of the sentences that are cut otherwise, as many words are right as before' 'awk -f score.awk "$T/t/tokenize-known.tsv" known' <<\END
93 of 113 right, 128 wanted
END

same 'tokens stand in a column of their own, the rest is as it came' \
	"printf 'id\ttext\tx\n1\t课程很好\ta\\\\\\\\tb\n2\t\tc\n' | fb-tokenize" <<\END
id	text	x	tokens
1	课程很好	a\\tb	课程 很 好
2		c	
END
same 'escapes are read as what they stand for, and a backslash is written escaped' \
	"printf 'text\n退款\\\\t发票\\\\n好\\\\\\\\n\n' | fb-tokenize" <<\END
text	tokens
退款\t发票\n好\\n	退款 发票 好 \\ n
END
same '-c names another column' "printf 'a\tb\n课程很好\t老师好\n' | fb-tokenize -c b" <<\END
a	b	tokens
课程很好	老师好	老师 好
END
status 65 'a column that is not there is an error' "printf 'a\nx\n' | fb-tokenize"
same '--stop leaves out function words and punctuation, never negations and degrees' \
	"printf 'text\n这门课我不是很喜欢，因为它太难了。\nI do not like it, and it is never very good.\n' | fb-tokenize --stop | cut -f2" <<\END
tokens
门 课 不是 很 喜欢 太 难
not like never very good
END
same '--stop-words leaves out what a file lists, in any form' \
	"printf '课程\nGOOD\n' >list; printf 'text\n課程 good 好\n' | fb-tokenize --stop-words list | cut -f2" <<\END
tokens
好
END
same '--stem: one form for one root, only of Latin words' \
	"printf 'text\nLearning learns 课程\n' | fb-tokenize --stem | cut -f2" <<\END
tokens
learn learn 课程
END
same 'the language to stem in is guessed by function words, taken from column lang, or given' \
	"printf 'lang\ttext\n\tdie Kurse sind nicht gut und das ist klar\nen\tdie courses\n' | fb-tokenize --stem | cut -f3
	printf 'text\nles cours continuaient\n' | fb-tokenize --stem --lang fr | cut -f2" <<\END
tokens
die kurs sind nicht gut und das ist klar
die cours
tokens
le cour continu
END
same 'Cyrillic, Greek, Arabic and Devanagari letters choose the language' \
	"printf 'text\nКурсы понятны\nτα μαθήματα\nالدروس\nलड़कियों\nкурсы English words\n' | fb-tokenize --stem | cut -f2 | sed 1d" <<\END
курс понятн
τα μαθημ
دروس
लड़क
курс english word
END
for o in '--lang de' '--lines --kinds' '--lines --spans' '--kinds han'; do
	status 2 "$o: has no effect, and is refused" "printf 'text\na\n' | fb-tokenize $o"
done
says 'the name of a kind as a file' "'han' is a kind and no file: --only han" 'fb-tokenize --kinds han'
status 2 'a language without a stemmer is a wrong command line' "fb-tokenize --stem --lang zz"
same '--normal writes what is compared: width, case, script, repeats' \
	"printf 'text\nＡＢＣ課程 哈哈哈哈 Soooo ！！！\n' | fb-tokenize --normal | cut -f2" <<\END
tokens
abc 课程 哈哈 soo !
END
same '--spans counts code points of the value, --kinds says what each token is' \
	"printf 'text\n👍 课程\\\\tok 3.5%%!\n' | fb-tokenize --spans --kinds | cut -f2-" <<\END
tokens	spans	kinds
👍 课程 ok 3.5% !	0-1 2-4 5-7 8-12 12-13	emoji han latin number punct
END
same 'each kind has its name' \
	"printf 'text\n好 ok カナ 3 12:30 。 + 😀 :-) www.a.com a@b.com @ann #tag# [MAIL]\n' | fb-tokenize --kinds | cut -f3" <<\END
kinds
han latin kana number date punct symbol emoji face url mail name tag mark
END
same 'an Arabic number mark takes neither words nor blanks with it' \
	"printf 'text\n\330\205课程\n\330\205\342\200\201b\n' | fb-tokenize --spans | cut -f3" <<\END
spans
0-1 1-3
0-1 2-3
END
same '--only keeps some kinds' "printf 'text\n好 ok 3 。\n' | fb-tokenize --only han,number | cut -f2" <<\END
tokens
好 3
END
says 'a misspelt kind suggests the nearest' 'did you mean latin' "fb-tokenize --only latn"
same '--ngrams adds neighbours, joined' "printf 'text\n老师讲得好\n' | fb-tokenize --ngrams 3 | cut -f2" <<\END
tokens
老师 讲 得 好 老师_讲 讲_得 得_好 老师_讲_得 讲_得_好
END
same 'an n-gram stays in its clause, and has no signs in it; stop words do not end it' \
	"printf 'text\n课程的质量好，送笔记。\n好课\\\\n推荐 <br> Rust & Go\n' >clauses; fb-tokenize --ngrams 2 clauses | cut -f2; fb-tokenize --ngrams 2 --stop clauses | cut -f2; fb-tokenize --ngrams 2 --only han clauses | cut -f2" <<\END
tokens
课程 的 质量 好 ， 送 笔记 。 课程_的 的_质量 质量_好 送_笔记
好 课 推荐 <br> Rust & Go 好_课
tokens
课程 质量 好 送 笔记 课程_质量 质量_好 送_笔记
好 课 推荐 <br> Rust Go 好_课
tokens
课程 的 质量 好 送 笔记 课程_的 的_质量 质量_好 送_笔记
好 课 推荐 好_课
END
same 'nor does it go over a word of a kind that is left out' "printf 'text\n学Python课程\n' | fb-tokenize --ngrams 2 --only han | cut -f2" <<\END
tokens
学 课程
END
same '--search adds the words inside long ones' "printf 'text\n中华人民共和国好\n' | fb-tokenize --search | cut -f2" <<\END
tokens
中华人民共和国 中华 华人 人民 共和 共和国 好
END
same '--lines writes a token a line; records without tokens have none' \
	"printf 'id\ttext\na\t很好\nb\t\nc\tok\n' | fb-tokenize --lines" <<\END
id	token	start	end	kind
a	很	0	1	han
a	好	1	2	han
c	ok	0	2	latin
END
same '--lines numbers records without an id by their line' "printf 'text\n好\nok\n' | fb-tokenize --lines | cut -f1,2" <<\END
id	token
2	好
3	ok
END
same '--dict: a word alone is always kept together, one with a weight competes, mixed ones too' \
	"printf '# ours\n度不\n课程内容 100000\niphone手机壳\nA-B测\n' >words
	printf 'text\n课程内容深度不够 iPhone手机壳 ａ-b测\n' | fb-tokenize --dict words | cut -f2" <<\END
tokens
课程内容 深 度不 够 iPhone手机壳 ａ-b测
END
same 'characters that no dictionary word has may be in added words' \
	"printf '㐂㐂㐁 5\n㐂㐁\n' >words; printf 'text\n㐂㐁好\n' | fb-tokenize --dict words | cut -f2" <<\END
tokens
㐂㐁 好
END
same 'what HTML leaves in exports is one token, which is no word' "printf 'text\nA &amp; B&lt;3 &#39;x&#x27; 好<br>很<BR/>好</p> AT&T AT&amp;T <3 R&D &c; <课>\n' | fb-tokenize --kinds" <<'END'
text	tokens	kinds
A &amp; B&lt;3 &#39;x&#x27; 好<br>很<BR/>好</p> AT&T AT&amp;T <3 R&D &c; <课>	A &amp; B &lt; 3 &#39; x &#x27; 好 <br> 很 <BR/> 好 </p> AT&T AT &amp; T <3 R&D & c ; < 课 >	latin symbol latin symbol number symbol latin symbol han symbol han symbol han symbol latin latin symbol latin face latin punct latin punct symbol han symbol
END
same 'dots within a word: single letters, titles and .js, .NET are of one token and latin; a web site and the end of a sentence are not' \
	"printf 'text\nU.S.A, i.e.this Ph.D学位 9:30a.m. J.K.Rowling D3.js VB.NET .net x.net end.Net .Network selected A.I want etc. Mr.Li T.T\n' | fb-tokenize --kinds" <<'END'
text	tokens	kinds
U.S.A, i.e.this Ph.D学位 9:30a.m. J.K.Rowling D3.js VB.NET .net x.net end.Net .Network selected A.I want etc. Mr.Li T.T	U.S.A , i.e. this Ph.D 学位 9:30a.m. J.K. Rowling D3.js VB.NET .net x.net end.Net . Network selected A . I want etc . Mr . Li T.T	latin punct latin latin latin han date latin latin latin latin latin url url punct latin latin latin punct latin latin latin punct latin punct latin face
END
says 'a word with a blank in a list is answered with what is wanted' 'words:1: .*holds no blanks' "printf 'App Store\n' >words; fb-tokenize --dict words </dev/null"
says 'a wrong word list is answered with file and line' 'words:2: .*whole number' "printf '好\n坏 x\n' >words; fb-tokenize --dict words </dev/null"
status 65 'a word list that is not UTF-8 is refused' "printf '\377\n' >words; printf 'text\n' | fb-tokenize --dict words"
status 66 'a word list that is not there' "fb-tokenize --dict none </dev/null"
status 66 'a dictionary that is not there' "FB_SHARE=/nowhere fb-tokenize --dict none </dev/null"

status 65 'tokens that are there already are not written over' "printf 'text\ttokens\n好\tx\n' | fb-tokenize"
same '--replace writes over them' "printf 'text\ttokens\n很好\tx\n' | fb-tokenize --replace" <<\END
text	tokens
很好	很 好
END
same 'wide signs repeat as narrow ones do; a number goes on behind 多' "printf 'text\n好～～～ ＝＝ 20多万人 300多克\n' | fb-tokenize | cut -f2" <<\END
tokens
好 ～～～ ＝＝ 20多万 人 300多 克
END
# Many records: the same bytes for any number of threads.
awk 'BEGIN { print "text" } NR > 1 { for (i = 0; i < 40; i++) print $1 i $1 }' FS='\t' "$T/t/tokenize.tsv" >many
for options in '' '--stop --stem --normal' '--lines'; do
	# shellcheck disable=SC2086 # a list of options
	fb-tokenize -j1 $options many >one
	ok "the same for -j 1, 2, 3 and 8 ${options:-as it is}" "for j in 2 3 8; do fb-tokenize -j\$j $options many | cmp - one || exit; done"
done

# fb-dict
printf '课程 100\n内容 100\n课 10\n程 10\n内 10\n容 10\n深 10\n' >list
ok 'fb-dict makes a dictionary that fb-tokenize uses' "mkdir -p share; fb-dict -q -o share/words.dict list; printf 'text\n课程内容深度\n' | FB_SHARE=share fb-tokenize | tail -1 | grep -q '课程 内容 深 度'"
ok 'the same lists give the same bytes' "fb-dict -q -o again list; cmp again share/words.dict"
ok 'the header tells a person what it is' "head -5 share/words.dict | grep -qa '^words 7'"
ok 'a word met 0 times is taken out' "printf '课程 0\n' >out-list; fb-dict -q -o share/words.dict list out-list; printf 'text\n课程\n' | FB_SHARE=share fb-tokenize | tail -1 | grep -q '课 程'"
status 65 'lists without a frequency are no dictionary' "printf '课程\n' >bare; fb-dict -q -o x bare"
status 2 'an output is needed' "fb-dict list"
head -c 3000 share/words.dict >short && mkdir -p cut-share && mv short cut-share/words.dict
status 65 'a dictionary that is cut in its middle is refused' "printf 'text\n好\n' | FB_SHARE=cut-share fb-tokenize"

# Whatever becomes of a dictionary, it is as it was made or refused, by name.
cat >spoil.py <<'END'
import random, subprocess, sys
good = open('good.dict', 'rb').read()
random.seed(1)
spoilt = {f'cut to {n}': good[:n] for n in [0, 1, 100, len(good) // 2, len(good) - 1] + random.sample(range(len(good)), 15)}
spoilt |= {'a byte more': good + b'\0', 'a line more': good + b'words 1\n', 'twice': good + good, 'a hole': good[:500] + good[508:]}
for at in list(range(0, 400, 16)) + random.sample(range(len(good)), 35):
	spoilt[f'bit {at}'] = good[:at] + bytes([good[at] ^ 1 << random.randrange(8)]) + good[at + 1:]
	spoilt[f'zero {at}'] = good[:at] + bytes([0 if good[at] else 255]) + good[at + 1:]
bad = 0
for what, data in spoilt.items():
	open('share/words.dict', 'wb').write(data)
	p = subprocess.run(['fb-tokenize'], input='text\n课程内容深度\n', capture_output=True, text=True, env={**__import__('os').environ, 'FB_SHARE': 'share'}, timeout=20)
	if p.returncode != 65 or p.stdout or 'words.dict' not in p.stderr:
		print(what, p.returncode, p.stdout, p.stderr, file=sys.stderr)
		bad += 1
print(len(spoilt) > 140, bad)
END
printf '课程 100\n内容 100\n课 10\n程 10\n内 10\n容 10\n深 10\nA股 10\n' >list
fb-dict -q -o good.dict list
same 'dictionaries cut, lengthened, with one bit or byte changed: each is refused' 'python3 spoil.py' <<\END
True 0
END
# Of the big dictionary a short text reads little, and proves no more: what it reads is right, or the run ends before a word of it is out.
cat >pieces.py <<'END'
import os, random, subprocess
good = open(os.environ['FB_BUILD'] + '/share/fb/words.dict', 'rb').read()
random.seed(2)
def cut(text):
	p = subprocess.run(['fb-tokenize', '-j2'], input='text\n' + text, capture_output=True, text=True, env={**os.environ, 'FB_SHARE': 'share'}, timeout=20)
	return p.returncode, p.stdout, 'words.dict' in p.stderr
short, long = '课程内容深度不够\n', ''.join(chr(0x4e00 + random.randrange(0x5000)) for i in range(10000)) + '\n'
open('share/words.dict', 'wb').write(good)
right, met, bad = cut(short), 0, 0
for at in random.sample(range(len(good) // 5, len(good)), 60):
	open('share/words.dict', 'wb').write(good[:at] + bytes([good[at] ^ 1 << random.randrange(8)]) + good[at + 1:])
	got = cut(short)
	met += got != right
	bad += got != right and got != (65, 'text\ttokens\n', True) or cut(long) != (65, 'text\ttokens\n', True)
print(right[0], 0 < met < 30, bad)
END
same 'a bit of the big dictionary changed: a short text is cut right or refused, a long one refused' 'python3 pieces.py' <<\END
0 True 0
END
for line in '好 -1' '好 1 2 3 4 x' '好 99999999999999999999' 'a b' '\\t' ; do
	says "a bad line of a word list is named: $line" 'bad:3: ' "printf '好\n# ours\n$line\n' >bad; printf 'text\n好\n' | fb-tokenize --dict bad"
done
done_testing

#include "mask/said.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "mask/word.h"

enum { GIVEN = 2, LABELLED = 4, NAME_WORDS = 3 }; /* characters; words */

/* The family names of nine in ten people; those that begin everyday words (安装, 时间) are left
 * out. */
static const char FAMILY_NAMES[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭"
				   "曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁卢姚沈钟姜崔谭陆范汪廖石贾"
				   "韦付夏方邹熊孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严武"
				   "戴莫孔汤張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蔣葉蘇呂盧鍾譚陸賈韋"
				   "鄒閻龍賀顧龔萬錢嚴湯高金白";

/* What a name does not go on with. */
static const char ENDS[] = "的在是来電电住说說手买買想要于跟和与與，。、；：";

/* Bytes of the Han characters at p, `most` at most, up to one that ends a name. */
static size_t name_at(const char *p, size_t n, size_t most)
{
	size_t length = 0;

	while (length < most * HAN && word_is_han(p + length, n - length) &&
		!(length && word_is_listed(ENDS, p + length)))
		length += HAN;
	return length;
}

/* A family name alone is none of a person. */
static size_t whole_name(const char *p, size_t n)
{
	size_t length = name_at(p, n, 1 + GIVEN);

	return length > HAN ? length : 0;
}

/* Back over what may stand between a label and what it names; *is_marked: a ":" or "是". */
static const char *before_marks(const char *start, const char *p, bool *is_marked)
{
	static const char *const marks[] = {"：", ":", "是", "为", "為", "叫"};
	bool has_moved = true;

	while (has_moved) {
		has_moved = false;
		for (; p > start && p[-1] == ' '; has_moved = true)
			p--;
		for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
			if (word_ends(start, p, marks[i])) {
				p -= strlen(marks[i]);
				*is_marked = has_moved = true;
			}
	}
	return p;
}

/* "我叫王小明" by the family name; "联系人：欧阳娜" whatever it is. */
static size_t introduced(const char *start, const char *p, size_t n)
{
	static const char *const labels[] = {"姓名", "联系人", "聯絡人", "聯繫人", "收件人",
		"收货人", "收貨人", "寄件人", "投诉人", "投訴人", "机主", "機主", "本人",
		"我的名字", NULL};
	bool is_marked = false;
	const char *label;

	if (!word_is_han(p, n))
		return 0;
	if (word_ends(start, p, "我叫") && word_is_listed(FAMILY_NAMES, p))
		return whole_name(p, n);
	label = before_marks(start, p, &is_marked);
	if (!word_ends_any(start, label, labels))
		return 0;
	if (word_is_listed(FAMILY_NAMES, p))
		return whole_name(p, n);
	return is_marked && !word_ends(start, label, "本人") && label != p ? name_at(p, n, LABELLED)
									   : 0;
}

/* "谢谢" */
static bool is_doubled(const char *start, const char *p, size_t n)
{
	return (p - start >= HAN && !memcmp(p - HAN, p, HAN)) ||
	       (n >= 2 * HAN && !memcmp(p, p + HAN, HAN));
}

/* "王先生", "张建国女士"; of people who come to repair only the family name is told. */
static size_t titled(const char *start, const char *p, size_t n)
{
	static const char *const titles[] = {"先生", "女士", "小姐", "太太", NULL};
	static const char *const trades[] = {
		"师傅", "師傅", "老师", "老師", "经理", "經理", "主任", NULL};

	if (!word_is_han(p, n) || !word_is_listed(FAMILY_NAMES, p) || is_doubled(start, p, n))
		return 0;
	if (word_starts(p + HAN, n - HAN, trades))
		return HAN;
	for (size_t length = HAN; length <= (1 + GIVEN) * HAN && length < n; length += HAN) {
		if (word_starts(p + length, n - length, titles))
			return length;
		if (!word_is_han(p + length, n - length))
			break;
	}
	return 0;
}

static size_t word_at(const char *p, size_t n)
{
	size_t length = 0;

	while (length < n && (isalpha((unsigned char)p[length]) || p[length] == '\'' ||
				     ((unsigned char)p[length] >= 0xC3 &&
					     (unsigned char)p[length] <= 0xC5 && length + 1 < n) ||
				     ((unsigned char)p[length] & 0xC0) == 0x80))
		length++;
	return length;
}

/* Words with a capital; the first may be without one where a name is announced. */
static size_t capitals_at(const char *p, size_t n, bool is_announced)
{
	size_t length = 0;

	for (int words = 0; words < NAME_WORDS; words++) {
		size_t gap = length ? 1 : 0, word;

		if (gap && (length >= n || (p[length] != ' ' && p[length] != '-')))
			break;
		word = word_at(p + length + gap, n - length - gap);
		if (!word ||
			(!isupper((unsigned char)p[length + gap]) && (length || !is_announced)))
			break;
		length += gap + word;
	}
	return length;
}

static size_t in_english(const char *start, const char *p, size_t n)
{
	static const char *const said[] = {
		"my name is ", "my name's ", "name: ", "contact: ", "recipient: ", NULL};
	static const char *const titles[] = {"mr ", "mr. ", "mrs ", "mrs. ", "ms ", "ms. ", "miss ",
		"dr ", "dr. ", "madam ", NULL};

	if (!isalpha((unsigned char)*p))
		return 0;
	if (word_ends_any(start, p, said))
		return capitals_at(p, n, true);
	for (const char *const *title = titles; *title; title++) {
		size_t length = strlen(*title);

		if (word_ends(start, p, *title) &&
			(p - length == start || !isalnum((unsigned char)p[-1 - (ptrdiff_t)length])))
			return capitals_at(p, n, false);
	}
	return 0;
}

size_t mask_said(const char *start, const char *p, size_t n, struct buf *out)
{
	size_t length = introduced(start, p, n);

	if (!length)
		length = titled(start, p, n);
	if (!length)
		length = in_english(start, p, n);
	if (length)
		buf_add_text(out, length == HAN ? "*" : "***");
	return length;
}

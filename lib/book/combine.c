#include "book/combine.h"

#include <string.h>

/* ECMA-376 part 1, 21.2.2.97 (lineChart), 21.2.2.25 (catAx), 21.2.2.226 (valAx). */
static const char MARK[] = "<c:style val=\"47\"/>";
static const char LINE_BEGIN[] = "<c:lineChart><c:grouping val=\"standard\"/>";
static const char LINE_END[] = "<c:marker val=\"1\"/><c:axId val=\"900000001\"/>"
			       "<c:axId val=\"900000002\"/></c:lineChart>";
static const char AXES[] =
	"<c:catAx><c:axId val=\"900000001\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling>"
	"<c:delete val=\"1\"/><c:axPos val=\"b\"/><c:tickLblPos val=\"nextTo\"/>"
	"<c:crossAx val=\"900000002\"/><c:crosses val=\"autoZero\"/><c:auto val=\"1\"/>"
	"<c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/></c:catAx>"
	"<c:valAx><c:axId val=\"900000002\"/><c:scaling><c:orientation val=\"minMax\"/>"
	"<c:max val=\"1\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"r\"/>"
	"<c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/>"
	"<c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/>"
	"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
	"<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"900\"><a:solidFill>"
	"<a:srgbClr val=\"66727F\"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang=\"en-US\"/>"
	"</a:p></c:txPr><c:crossAx val=\"900000001\"/><c:crosses val=\"max\"/>"
	"<c:crossBetween val=\"between\"/><c:majorUnit val=\"0.2\"/></c:valAx>";

static const char *find(const char *from, const char *end, const char *text)
{
	return memmem(from, (size_t)(end - from), text, strlen(text));
}

static const char *find_last(const char *from, const char *end, const char *text)
{
	const char *last = NULL;

	for (const char *at = from; (at = find(at, end, text)); at++)
		last = at;
	return last;
}

bool combine_last_series(const char *xml, size_t n, struct buf *out)
{
	const char *end = xml + n;
	const char *mark = find(xml, end, MARK);
	const char *bars = mark ? find(mark, end, "</c:barChart>") : NULL;
	const char *series = bars ? find_last(mark, bars, "<c:ser>") : NULL;
	const char *after = series ? find(series, bars, "</c:ser>") : NULL;
	const char *axes = bars ? find_last(bars, end, "</c:valAx>") : NULL;

	if (!after || !axes)
		return false;
	after += strlen("</c:ser>");
	bars += strlen("</c:barChart>");
	axes += strlen("</c:valAx>");
	buf_add(out, xml, (size_t)(mark - xml));
	buf_add(out, mark + strlen(MARK), (size_t)(series - mark - (ptrdiff_t)strlen(MARK)));
	buf_add(out, after, (size_t)(bars - after));
	buf_add_text(out, LINE_BEGIN);
	buf_add(out, series, (size_t)(after - series));
	buf_add_text(out, LINE_END);
	buf_add(out, bars, (size_t)(axes - bars));
	buf_add_text(out, AXES);
	buf_add(out, axes, (size_t)(end - axes));
	return true;
}

/* What the library writes of a rotation of 360 degrees. */
static const char LEVEL[] = "<a:bodyPr rot=\"0\"";

bool combine_level_labels(char *xml, size_t n)
{
	bool is_found = false;

	for (char *at = xml; (at = memmem(at, n - (size_t)(at - xml), LEVEL, sizeof LEVEL - 1));) {
		at += sizeof LEVEL - 1;
		at[-2] = '1';
		is_found = true;
	}
	return is_found;
}

/* 21.2.2.55 (errBars). */
static const char WHISKER_MARK[] = "<c:style val=\"46\"/>";
static const char BARS_BEGIN[] =
	"<c:errBars><c:errDir val=\"y\"/><c:errBarType val=\"both\"/><c:errValType val=\"cust\"/>"
	"<c:noEndCap val=\"0\"/>";
static const char BARS_END[] = "<c:spPr><a:ln w=\"19050\"><a:solidFill><a:srgbClr val=\"66727F\"/>"
			       "</a:solidFill></a:ln></c:spPr></c:errBars>";

/* The numbers of a series: its numRef. */
static void add_numbers(const char *series, const char *end, const char *element, struct buf *out)
{
	const char *values = find(series, end, "<c:val>");
	const char *after = values ? find(values, end, "</c:val>") : NULL;

	if (!after)
		return;
	values += strlen("<c:val>");
	buf_format(out, "<c:%s>", element);
	buf_add(out, values, (size_t)(after - values));
	buf_format(out, "</c:%s>", element);
}

bool combine_whiskers(const char *xml, size_t n, struct buf *out)
{
	const char *end = xml + n;
	const char *mark = find(xml, end, WHISKER_MARK);
	const char *dots = mark ? find(mark, end, "<c:ser>") : NULL;
	const char *categories = dots ? find(dots, end, "<c:cat>") : NULL;
	const char *low = categories ? find(categories, end, "<c:ser>") : NULL;
	const char *high = low ? find(low + 1, end, "<c:ser>") : NULL;
	const char *after = high ? find_last(high, end, "</c:ser>") : NULL;

	if (!after)
		return false;
	after += strlen("</c:ser>");
	buf_add(out, xml, (size_t)(mark - xml));
	mark += strlen(WHISKER_MARK);
	buf_add(out, mark, (size_t)(categories - mark));
	buf_add_text(out, BARS_BEGIN);
	add_numbers(high, after, "plus", out);
	add_numbers(low, high, "minus", out);
	buf_add_text(out, BARS_END);
	buf_add(out, categories, (size_t)(low - categories));
	buf_add(out, after, (size_t)(end - after));
	return true;
}

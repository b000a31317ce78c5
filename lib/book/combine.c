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

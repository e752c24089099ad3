package pdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"

	"tripol/internal/words"
)

// CapHeight is the height of capitals and digits, in thousandths of the type size.
const CapHeight = 714

// Fixed object numbers; each typeface has five consecutive objects, the form objects and the pages follow.
const (
	catalogObject = 1
	treeObject    = 2
	firstFont     = 3
	perFont       = 5
)

// firstObject is the number of the first form object.
var firstObject = firstFont + perFont*len(typefaces)

// Object is a drawing that pages repeat. Its origin is the upper left corner.
type Object struct {
	Name          string  // after which pages draw it: see Page.Draw
	Width, Height float64 // mm
	Ops           []byte
}

// Document writes a PDF as a stream: each page is written before the next is drawn; fonts follow at the end, when the
// used glyphs are known. The first error is kept and returned by Close.
type Document struct {
	out     *bufio.Writer
	at      int64
	offsets map[int]int64
	pages   []int
	next    int
	pen     *pageWorker
	used    []map[uint32]string // per typeface, the glyphs used and their text
	objects []Object
	err     error
}

// pageWorker draws and compresses pages. It must be used by one goroutine only.
type pageWorker struct {
	set    *Typesetter
	packer *zlib.Writer
	used   []map[uint32]string
}

func newPen() (*pageWorker, error) {
	set, err := NewTypesetter()
	if err != nil {
		return nil, err
	}
	// Fast compression: pages are many and written once, and a better ratio would cost as much as drawing them.
	packer, err := zlib.NewWriterLevel(nil, zlib.BestSpeed)
	used := make([]map[uint32]string, len(typefaces))
	for i := range used {
		used[i] = map[uint32]string{}
	}
	return &pageWorker{set: set, packer: packer, used: used}, err
}

// draw returns the compressed content of a page.
func (p *pageWorker) draw(draw func(*Page) error) ([]byte, error) {
	one := &Page{set: p.set, used: p.used}
	if err := draw(one); err != nil {
		return nil, err
	}
	return p.pack(one.ops.Bytes())
}

func (p *pageWorker) pack(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	p.packer.Reset(&packed)
	_, err := p.packer.Write(data)
	err = errors.Join(err, p.packer.Close()) // flushes the compressor
	return packed.Bytes(), err
}

// New begins a document. Its pages may draw the objects by their names.
func New(w io.Writer, objects ...Object) (*Document, error) {
	own, err := newPen()
	if err != nil {
		return nil, err
	}
	d := &Document{
		out: bufio.NewWriter(w), offsets: map[int]int64{}, pen: own, used: own.used,
		next: firstObject + len(objects), objects: objects,
	}
	d.put("%%PDF-1.7\n%%\xe2\xe3\xcf\xd3\n")
	return d, nil
}

func (d *Document) put(format string, args ...any) {
	if d.err != nil {
		return
	}
	n, err := fmt.Fprintf(d.out, format, args...)
	d.at += int64(n)
	d.err = err
}

func (d *Document) object(number int, format string, args ...any) {
	d.offsets[number] = d.at
	d.put("%d 0 obj\n", number)
	d.put(format, args...)
	d.put("\nendobj\n")
}

// stream compresses and writes a stream object; extra is prepended to the entries of its dictionary.
func (d *Document) stream(number int, extra string, data []byte) {
	packed, err := d.pen.pack(data)
	if err != nil && d.err == nil {
		d.err = err
	}
	d.packed(number, extra, packed)
}

func (d *Document) packed(number int, extra string, data []byte) {
	d.object(number, "<<%s /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream", extra, len(data), data)
}

// Page draws one page and writes it.
func (d *Document) Page(draw func(*Page) error) error {
	content, err := d.pen.draw(draw)
	if err != nil {
		return err
	}
	return d.add(content)
}

// add writes a drawn page.
func (d *Document) add(packed []byte) error {
	content, object := d.next, d.next+1
	d.next += 2
	d.packed(content, "", packed)
	var fonts strings.Builder
	for i := range typefaces {
		fmt.Fprintf(&fonts, "/F%d %d 0 R ", i, firstFont+perFont*i)
	}
	d.object(object, "<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.3f %.3f] "+
		"/Resources <</Font <<%s>> /XObject <<%s>>>> /Contents %d 0 R>>",
		treeObject, Points(PageWidth), Points(PageHeight), fonts.String(), d.named(), content)
	d.pages = append(d.pages, object)
	return d.err
}

// named lists the form objects as the resources of a page.
func (d *Document) named() string {
	var names strings.Builder
	for i, o := range d.objects {
		fmt.Fprintf(&names, "/%s %d 0 R ", o.Name, firstObject+i)
	}
	return names.String()
}

// Readable returns the language, or the first of its fallbacks whose sentences the fonts have letters for.
func (d *Document) Readable(c *words.Catalogue, language words.Language, keys ...string) words.Language {
	return d.pen.set.Readable(c, language, keys...)
}

// Close writes the fonts, the page tree and the cross-reference table, and returns the first error.
func (d *Document) Close() error {
	for i := range typefaces {
		if err := d.font(i); err != nil {
			return err
		}
	}
	for i, o := range d.objects {
		d.stream(firstObject+i, fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [-2 %.0f %.0f 2]",
			-Points(o.Height), Points(o.Width)), o.Ops)
	}
	var kids strings.Builder
	for _, number := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", number)
	}
	d.object(treeObject, "<</Type /Pages /Count %d /Kids [%s]>>", len(d.pages), kids.String())
	// Viewer preferences: no scaling, duplex on the long edge.
	d.object(catalogObject, "<</Type /Catalog /Pages %d 0 R "+
		"/ViewerPreferences <</PrintScaling /None /Duplex /DuplexFlipLongEdge>>>>", treeObject)
	start := d.at
	d.put("xref\n0 %d\n0000000000 65535 f \n", d.next)
	for number := 1; number < d.next; number++ {
		d.put("%010d 00000 n \n", d.offsets[number])
	}
	d.put("trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", d.next, catalogObject, start)
	if d.err != nil {
		return d.err
	}
	return d.out.Flush()
}

// font writes the five objects of one typeface: font, descendant font, metrics, file, and ToUnicode map.
func (d *Document) font(i int) error {
	number, t, face := firstFont+perFont*i, typefaces[i], d.pen.set.faces[i]
	glyphs := slices.Sorted(maps.Keys(d.used[i]))
	extents, ok := face.FontHExtents()
	if !ok {
		return fmt.Errorf("font %s has no metrics", t.name)
	}
	scale := 1000 / float32(face.Upem())
	up, down := extents.Ascender*scale, extents.Descender*scale
	var widths strings.Builder
	for _, id := range glyphs {
		fmt.Fprintf(&widths, "%d [%.0f] ", id, d.pen.set.advance(i, font.GID(id)))
	}
	d.object(number, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H "+
		"/DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>",
		t.name, number+1, number+4)
	d.object(number+1, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo "+
		"<</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R "+
		"/CIDToGIDMap /Identity /DW 1000 /W [%s]>>",
		t.name, number+2, widths.String())
	d.object(number+2, "<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [-1000 %.0f 3000 %.0f] /ItalicAngle 0 "+
		"/Ascent %.0f /Descent %.0f /CapHeight %d /StemV 80 /FontFile2 %d 0 R>>",
		t.name, down, up, up, down, CapHeight, number+3)
	d.stream(number+3, fmt.Sprintf("/Length1 %d", len(t.file)), t.file)
	d.stream(number+4, "", toUnicode(glyphs, d.used[i]))
	return d.err
}

// toUnicode maps glyphs to text for readers that ignore ActualText.
func toUnicode(glyphs []uint32, text map[uint32]string) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	named := slices.DeleteFunc(slices.Clone(glyphs), func(id uint32) bool { return text[id] == "" })
	for part := range slices.Chunk(named, 100) { // the limit of one section
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, id := range part {
			fmt.Fprintf(&b, "<%04X> <%s>\n", id, utf16Hex(text[id]))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}

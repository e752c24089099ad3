package card_test

import (
	"bytes"
	"crypto/ed25519"
	"image"
	_ "image/png" // what pdftoppm writes
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"

	"tripol/internal/card"
)

const (
	dpi         = 200
	freeBengali = "বিনামূল্যে। কাউকে টাকা দেবেন না।"
	freeHindi   = "मुफ़्त। किसी को पैसे न दें।"
)

var options = card.SheetOptions{
	Batch: 3, Help: "033 2555 0123", Printed: "5 June 2020, 3:00 pm",
}

// poppler runs one of poppler's tools, an independent PDF reader.
func poppler(t *testing.T, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed: run make deps", name)
	}
	out, err := exec.CommandContext(t.Context(), path, args...).CombinedOutput() //nolint:gosec // tools named in this file
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

// printed creates cards of one key, writes their sheet and returns the file.
func printed(t *testing.T, n int, o card.SheetOptions) ([]card.Printable, string) {
	t.Helper()
	cards := make([]card.Printable, n)
	for i := range cards {
		claim := randomClaim(t)
		token, err := card.SignWith(testKey, claim)
		if err != nil {
			t.Fatal(err)
		}
		code, _ := card.CodeOf(claim.Card)
		cards[i] = card.Printable{Token: token, Code: code, Place: i + 1}
	}
	file := filepath.Join(t.TempDir(), "sheet.pdf")
	out, err := os.Create(file) //nolint:gosec // the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	if err := card.Sheet(out, cards, o); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return cards, file
}

// pictures renders every page at 200 dpi.
func pictures(t *testing.T, file string) []image.Image {
	t.Helper()
	stem := filepath.Join(t.TempDir(), "page")
	poppler(t, "pdftoppm", "-r", "200", "-png", "-gray", file, stem)
	names, err := filepath.Glob(stem + "*.png")
	if err != nil {
		t.Fatal(err)
	}
	pages := make([]image.Image, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name) //nolint:gosec // the test's own folder
		if err != nil {
			t.Fatal(err)
		}
		if pages[i], _, err = image.Decode(bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	}
	return pages
}

func pixels(mm float64) int { return int(mm/25.4*dpi + 0.5) }

// cell cuts the left part of a card, with its QR code, out of a page.
func cell(page image.Image, i int) image.Image {
	x, y := 19.4+85.6*float64(i%2), 13.5+54*float64(i/2)
	cut := image.Rect(pixels(x+3), pixels(y+3), pixels(x+37), pixels(y+37))
	return page.(interface {
		SubImage(r image.Rectangle) image.Image
	}).SubImage(cut)
}

// scan decodes a QR code as a phone would: with several attempts at shifted and scaled pixels, like a moving hand. An
// error-corrected code is read correctly or not at all.
func scan(img image.Image) (text string, err error) {
	for _, shrunk := range []int{0, 2, 5, 9} {
		bounds := img.Bounds()
		moved := img.(interface {
			SubImage(r image.Rectangle) image.Image
		}).SubImage(image.Rect(bounds.Min.X+shrunk, bounds.Min.Y+shrunk/2, bounds.Max.X, bounds.Max.Y-shrunk))
		for _, seen := range []image.Image{moved, twice(moved)} {
			if text, err = look(seen); err == nil {
				return text, nil
			}
		}
	}
	return "", err
}

// twice returns the picture at half the distance.
func twice(img image.Image) image.Image {
	b := img.Bounds()
	large := image.NewGray(image.Rect(0, 0, 2*b.Dx(), 2*b.Dy()))
	draw.BiLinear.Scale(large, large.Bounds(), img, b, draw.Src, nil)
	return large
}

func look(img image.Image) (string, error) {
	source := gozxing.NewLuminanceSourceFromImage(img)
	var last error
	for _, binarize := range []func(gozxing.LuminanceSource) gozxing.Binarizer{
		gozxing.NewHybridBinarizer, gozxing.NewGlobalHistgramBinarizer,
	} {
		for _, hint := range []gozxing.DecodeHintType{
			gozxing.DecodeHintType_PURE_BARCODE, gozxing.DecodeHintType_TRY_HARDER,
		} {
			bitmap, err := gozxing.NewBinaryBitmap(binarize(source))
			if err != nil {
				return "", err
			}
			result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{hint: true})
			if err == nil {
				return result.GetText(), nil
			}
			last = err
		}
	}
	return "", last
}

// An independent decoder reads every card's token from the printed sheet, and every typed code can be extracted from
// the text.
func TestASheetReadsBack(t *testing.T) {
	cards, file := printed(t, 23, options)
	pages := pictures(t, file)
	if len(pages) != 6 {
		t.Fatalf("%d pages, want 3 sheets of 2", len(pages))
	}
	text := poppler(t, "pdftotext", "-layout", file, "-")
	for i, c := range cards {
		got, err := scan(cell(pages[i/10*2], i%10))
		if err != nil {
			t.Errorf("card %d does not scan: %v", c.Place, err)
			continue
		}
		if diff := cmp.Diff(c.Token, got); diff != "" {
			t.Errorf("card %d reads otherwise (-printed +scanned):\n%s", c.Place, diff)
		}
		if !strings.Contains(text, card.GroupCode(c.Code)) {
			t.Errorf("card %d: its code %s is not in the text", c.Place, card.GroupCode(c.Code))
		}
	}
	for _, want := range []string{
		"batch 3 · sheet 1/3 · front · print at 100 %", "sheet 3/3 · back", "5 June 2020, 3:00 pm", "50 mm",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the sheet does not say %q", want)
		}
	}
	for _, want := range []string{freeBengali, freeHindi, "Free. Pay nobody.", options.Help} {
		if n := strings.Count(text, want); n != len(cards) {
			t.Errorf("%q stands on %d backs of %d", want, n, len(cards))
		}
	}
}

// The control: a scan of a cell with its code covered fails.
func TestControlAnEmptyCellDoesNotScan(t *testing.T) {
	_, file := printed(t, 1, options)
	if got, err := scan(cell(pictures(t, file)[0], 3)); err == nil {
		t.Fatalf("an empty cell was read as %q", got)
	}
}

// The fronts of the last sheet and their backs are aligned when printed duplex on the long edge.
func TestBacksAreMirrored(t *testing.T) {
	_, file := printed(t, 1, options)
	pages := pictures(t, file)
	const frontCell, backCell = 0, 1
	if dark(cell(pages[0], frontCell)) == 0 || dark(cell(pages[0], backCell)) != 0 {
		t.Error("the front is not in the left column")
	}
	if dark(cell(pages[1], backCell)) == 0 || dark(cell(pages[1], frontCell)) != 0 {
		t.Error("the back is not in the right column")
	}
}

func dark(img image.Image) int {
	n := 0
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x4000 {
				n++
			}
		}
	}
	return n
}

// The scale bar is 50 mm long, within half a millimetre.
func TestTheTestBarIsTrue(t *testing.T) {
	_, file := printed(t, 1, options)
	page := pictures(t, file)[0]
	longest := 0
	for y := pixels(297 - 8); y < pixels(297-6); y++ {
		first, last := -1, -1
		for x := pixels(19.4 - 2); x < pixels(19.4+51); x++ {
			if r, _, _, _ := page.At(x, y).RGBA(); r < 0xc000 {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
		if first >= 0 {
			longest = max(longest, last-first)
		}
	}
	if mm := float64(longest) / dpi * 25.4; mm < 49.5 || mm > 50.5 {
		t.Errorf("the bar is %.1f mm long", mm)
	}
}

// All fonts are embedded, each once.
func TestFontsAreEmbedded(t *testing.T) {
	_, file := printed(t, 11, options)
	lines := strings.Split(strings.TrimSpace(poppler(t, "pdffonts", file)), "\n")[2:]
	if len(lines) != 3 {
		t.Fatalf("%d fonts, want three:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for _, line := range lines {
		fields := strings.Fields(line)
		if fields[len(fields)-5] != "yes" {
			t.Errorf("not embedded: %s", line)
		}
	}
}

// A character without a glyph stops the print; a box on a card would be seen too late.
func TestAMissingGlyphIsAnError(t *testing.T) {
	cards := []card.Printable{{Token: "A", Code: "7K2M9QXM4TA", Place: 1}}
	err := card.Sheet(io.Discard, cards, card.SheetOptions{Help: "電話"})
	if err == nil || !strings.Contains(err.Error(), "no glyph") {
		t.Fatalf("got %v", err)
	}
}

// Cards are written page by page: memory does not grow with the number of sheets.
func TestABigBatchTakesLittleMemory(t *testing.T) {
	cards := make([]card.Printable, 2000)
	token := signed(t, randomClaim(t))
	for i := range cards {
		_, code := drawn(t)
		cards[i] = card.Printable{Token: token, Code: code, Place: i + 1}
	}
	out := &watcher{}
	if err := card.Sheet(out, cards, options); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d cards: %d kB written, most memory in use %d kB", len(cards), out.written>>10, out.most>>10)
	if out.most > 8<<20 {
		t.Errorf("%d MB in use while writing", out.most>>20)
	}
}

// watcher counts the bytes written and samples the memory in use.
type watcher struct {
	written int
	calls   int
	start   uint64
	most    uint64
}

func (w *watcher) Write(p []byte) (int, error) {
	w.written += len(p)
	if w.calls++; w.calls%200 == 1 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if w.start == 0 {
			w.start = m.HeapAlloc
		}
		w.most = max(w.most, m.HeapAlloc-min(m.HeapAlloc, w.start))
	}
	return len(p), nil
}

var testKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

package card

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"tripol/internal/household"
	"tripol/internal/pdf"
)

// A family is recognised by a picture, its mark. A card is printed before its family is known, so every card shows all
// marks, and the family's is circled by pen when the card is handed out.
const (
	markColumns = 6
	markSide    = 6.2 // mm
	markCell    = 7.2 // mm, of a column
	markRow     = 8.6 // mm
	markGrid    = 48  // side of a drawing, in its own units
	markLine    = 2.4
)

//go:embed marks.json
var markFile []byte

// markPaths returns the drawing of each mark: paths of M, L, C and Z, with y downwards.
var markPaths = sync.OnceValues(func() (paths map[string]string, err error) {
	err = json.Unmarshal(markFile, &paths)
	return paths, err
})

// marksName is the name of the object of all marks in a document.
const marksName = "Marks"

// Marks returns the drawing of all marks, for one object that every card's front refers to.
func Marks() (pdf.Object, error) {
	paths, err := markPaths()
	if err != nil {
		return pdf.Object{}, fmt.Errorf("marks: %w", err)
	}
	ops, err := formOf(paths)
	return pdf.Object{Name: marksName, Width: markColumns * markCell, Height: 4 * markRow, Ops: ops}, err
}

func formOf(paths map[string]string) ([]byte, error) {
	var b strings.Builder
	scale := pdf.Points(markSide / markGrid)
	fmt.Fprintf(&b, "%.2f w 1 J 1 j\n", markLine)
	for i, mark := range household.Marks {
		path, drawn := paths[mark]
		if !drawn {
			return nil, fmt.Errorf("there is no drawing of the mark %s", mark)
		}
		x, y := pdf.Points(float64(i%markColumns)*markCell), pdf.Points(float64(i/markColumns)*markRow)
		fmt.Fprintf(&b, "q %.4f 0 0 %.4f %.3f %.3f cm\n%sS Q\n", scale, -scale, x, -y, pathOperators(path))
	}
	return []byte(b.String()), nil
}

var pathStep = regexp.MustCompile(`([MLCZ])([^MLCZ]*)`)

// pathOperators converts a path to PDF operators, whose numbers come first.
func pathOperators(path string) string {
	named := map[string]string{"M": "m", "L": "l", "C": "c", "Z": "h"}
	var b strings.Builder
	for _, step := range pathStep.FindAllStringSubmatch(path, -1) {
		b.WriteString(strings.TrimSpace(step[2]) + " " + named[step[1]] + "\n")
	}
	return b.String()
}

// marks draws all marks, with the upper left corner at x, y (mm).
func (p page) marks(x, y float64) {
	p.Draw(marksName, x, y)
}

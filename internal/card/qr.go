package card

import (
	"fmt"
	"strings"

	qrcode "github.com/skip2/go-qrcode"
)

// The print size of a card's QR code: 32 mm with its quiet zone of four modules, error correction Q.
// A token makes version 7, 45 modules: 0.60 mm each, above the 0.5 mm that cheap cameras and worn paper need.
const (
	qrSide      = 32.0 // mm
	quietZone   = 4    // modules
	leastModule = 0.5  // mm
)

// drawQR draws a QR code as filled rectangles, its quiet zone included, with the upper left corner at x, y (mm from the
// page's own).
func drawQR(p *page, x, y float64, token string) error {
	code, err := qrcode.New(token, qrcode.High) // go-qrcode's name of level Q
	if err != nil {
		return fmt.Errorf("qr: %w", err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	module := qrSide / float64(len(rows)+2*quietZone)
	if module < leastModule {
		return fmt.Errorf("qr: a module would be %.2f mm, less than %.2f", module, leastModule)
	}
	x += quietZone * module
	y += quietZone * module
	var ops strings.Builder
	for i, row := range rows {
		for from := 0; from < len(row); {
			to := from
			for to < len(row) && row[to] == row[from] {
				to++
			}
			if row[from] {
				start, bottom := x+float64(from)*module, y+float64(i+1)*module
				fmt.Fprintf(&ops, "%.3f %.3f %.3f %.3f re\n",
					points(start), p.up(bottom), points(float64(to-from)*module), points(module))
			}
			from = to
		}
	}
	p.op("%sf", ops.String())
	return nil
}

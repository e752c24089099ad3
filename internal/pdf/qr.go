package pdf

import (
	"fmt"
	"strconv"

	qrcode "github.com/skip2/go-qrcode"
)

const (
	quietZone   = 4   // modules
	leastModule = 0.5 // mm
)

// QR draws a QR code of a side in millimetres, including its quiet zone of four modules, with the upper left corner at
// x, y. Its error correction level is Q. A module below the 0.5 mm that cheap cameras and worn paper need is an error.
func (p *Page) QR(x, y, side float64, text string) error {
	code, err := qrcode.New(text, qrcode.High) // level Q
	if err != nil {
		return fmt.Errorf("qr: %w", err)
	}
	code.DisableBorder = true
	rows := code.Bitmap()
	module := side / float64(len(rows)+2*quietZone)
	if module < leastModule {
		return fmt.Errorf("qr: a module would be %.2f mm, less than %.2f", module, leastModule)
	}
	// One module is one unit up to the operator Q, with y downwards, so that the rectangles have small integer
	// coordinates.
	scale := Points(module)
	p.Op("q %.5f 0 0 %.5f %.3f %.3f cm", scale, -scale, Points(x+quietZone*module), p.Up(y+quietZone*module))
	var ops []byte
	for i, row := range rows {
		for from := 0; from < len(row); {
			to := from
			for to < len(row) && row[to] == row[from] {
				to++
			}
			if row[from] {
				ops = rectangle(ops, from, i, to-from)
			}
			from = to
		}
	}
	p.Op("%sf Q", ops)
	return nil
}

// QRModules returns the QR code of a short text for screens, true where dark, without its quiet zone of four modules.
func QRModules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("qr: %w", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// rectangle appends the operator for a row of dark modules, one module high.
func rectangle(ops []byte, x, y, width int) []byte {
	for _, n := range []int{x, y, width} {
		ops = append(strconv.AppendInt(ops, int64(n), 10), ' ')
	}
	return append(ops, "1 re\n"...)
}

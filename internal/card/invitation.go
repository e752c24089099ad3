package card

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"

	"tripol/internal/fault"
	"tripol/internal/pdf"
	"tripol/internal/words"
)

// Invitation is one person's printed invitation.
type Invitation struct {
	Name, Login  string
	Roles        string // in the person's language
	Organisation string
	Code         string   // grouped: 7K2M 9QXM 4TAX
	Address      string   // content of the QR code; the code follows its #
	Sites        []string // one or two addresses where the code is typed, such as relief.example/field/
	Choose       string   // what the person chooses there; empty: a PIN
	Language     string   // of the first instructions; Bengali and English follow
}

// What an invited person chooses: keys of the instructions.
const (
	ChoosePIN      = "paper.choose_pin"
	ChoosePassword = "paper.choose_password"
	ChooseBoth     = "paper.choose_both"
)

// InvitationOptions are the contents common to all sheets of invitations.
type InvitationOptions struct {
	Language string // of the margin
	Printed  string // moment of printing, formatted in that language
	Until    string // expiry of the invitations, formatted likewise
}

// howTo returns the keys of the instructions, in their order.
func (one Invitation) howTo() []string {
	return []string{"paper.scan", cmp.Or(one.Choose, ChoosePIN), "paper.once"}
}

// instructions returns the numbered instructions in a language; a sentence of several lines is indented under its
// number.
func instructions(c *words.Catalogue, language words.Language, howTo []string) (lines []string) {
	for i, key := range howTo {
		for j, part := range strings.Split(c.T(language, key, nil), "\n") {
			if j == 0 {
				part = words.Digits(language, strconv.Itoa(i+1)) + ". " + part
			} else {
				part = "    " + part
			}
			lines = append(lines, part)
		}
	}
	return lines
}

// InvitationSheet writes a PDF of invitations, ten per A4 page, for cutting. Pages are written as they are drawn.
func InvitationSheet(w io.Writer, invitations []Invitation, o InvitationOptions) error {
	if len(invitations) == 0 {
		return fault.New(fault.Invalid, "nothing_to_print", "There are no invitations to print.")
	}
	d, err := pdf.New(w)
	if err != nil {
		return err
	}
	c, err := words.Shipped()
	if err != nil {
		return err
	}
	o.Language = string(d.Readable(c, words.Language(o.Language), "paper.invitations"))
	sheet, sheets := 0, (len(invitations)+perSheet-1)/perSheet
	for part := range slices.Chunk(invitations, perSheet) {
		sheet++
		title := invitationTitle(c, o, sheet, sheets)
		if err := d.Page(func(p *pdf.Page) error { return page{p}.invitations(part, title) }); err != nil {
			return err
		}
	}
	return d.Close()
}

func invitationTitle(c *words.Catalogue, o InvitationOptions, sheet, sheets int) string {
	language := words.Language(o.Language)
	return words.Digits(language, c.T(language, "paper.invitations", words.Args{
		"n": strconv.Itoa(sheet), "of": strconv.Itoa(sheets), "when": o.Printed, "until": o.Until,
	}))
}

func (p page) invitations(part []Invitation, title string) error {
	p.cropMarks()
	if err := p.Text(marginX, 8, title, pdf.Style{Size: 2.6, Widest: pdf.PageWidth - 2*marginX}); err != nil {
		return err
	}
	for i, one := range part {
		x, y := marginX+float64(i%columns)*cardWidth, marginY+float64(i/columns)*cardHeight
		if err := p.invitation(x, y, one); err != nil {
			return err
		}
	}
	return nil
}

// siteStep is the distance between the two addresses.
const siteStep = 3.2 // mm

// textLine is one line of an invitation.
type textLine struct {
	text string
	size float64
	down float64 // distance from the previous baseline
}

// invitation draws the QR code and address on the left, name and instructions on the right, and the code below both.
func (p page) invitation(x, y float64, one Invitation) error {
	const aside = inset + qrSide
	if err := p.QR(x+inset-1, y+inset-2, qrSide, one.Address); err != nil {
		return err
	}
	site := pdf.Style{Size: 2.4, Widest: qrSide - 2, Held: pdf.Centre}
	for i, address := range one.Sites {
		if err := p.Text(x+inset-1+qrSide/2, y+36.5+float64(i)*siteStep, address, site); err != nil {
			return err
		}
	}
	const widest = cardWidth - aside - 2
	lines, err := p.lines(one, widest)
	if err != nil {
		return err
	}
	at := y + inset
	for _, line := range lines {
		at += line.down
		if err := p.Text(x+aside, at, line.text, pdf.Style{Size: line.size, Widest: widest}); err != nil {
			return err
		}
	}
	large := pdf.Style{Size: 5.2 * 1000 / pdf.CapHeight, Widest: cardWidth - 2*inset, Held: pdf.Centre}
	return p.Text(x+cardWidth/2, y+cardHeight-inset, one.Code, large)
}

// languagesOf returns the languages of the instructions: the person's own first, then Bengali and English.
func languagesOf(own words.Language) (languages []words.Language) {
	for _, one := range []words.Language{own, words.Bengali, words.English} {
		if !slices.Contains(languages, one) {
			languages = append(languages, one)
		}
	}
	return languages
}

// lines returns the lines of the person and the instructions. With a third language they are set closer, the person's
// own larger than the others.
func (p page) lines(one Invitation, widest float64) ([]textLine, error) {
	lines := []textLine{
		{p.legible(one.Name, one.Login), 4, 3.5},
		{one.Roles, 2.8, 4},
		{p.legible(one.Login+" · "+one.Organisation, one.Login), 2.6, 3.8},
	}
	c, err := words.Shipped()
	if err != nil {
		return nil, err
	}
	languages := languagesOf(p.Readable(c, words.Language(cmp.Or(one.Language, "bn")), one.howTo()...))
	for i, language := range languages {
		size, step := 2.5, 3.35
		if len(languages) > 2 {
			size, step = 2.2, 2.5
			if i == 0 {
				size, step = 2.6, 3.0
			}
		}
		texts := instructions(c, language, one.howTo())
		size, err := p.fitting(texts, size, widest)
		if err != nil {
			return nil, err
		}
		for j, line := range texts {
			down := step
			if i+j == 0 {
				down += 0.8
			}
			lines = append(lines, textLine{line, size, down})
		}
	}
	return lines, nil
}

// fitting returns the largest type size up to a limit at which every text fits a width, so that the lines of one
// language have one size.
func (p page) fitting(texts []string, size, widest float64) (float64, error) {
	for _, text := range texts {
		width, err := p.Width(text)
		if err != nil {
			return 0, err
		}
		size = min(size, widest*1000/width)
	}
	return size, nil
}

// legible returns text, or instead where the fonts lack one of its letters: a name in another script must not fail the
// sheet of thirty people.
func (p page) legible(text, instead string) string {
	if _, err := p.Width(text); err != nil {
		return instead
	}
	return text
}

package card

import (
	"fmt"
	"io"
	"slices"

	"tripol/internal/fault"
	"tripol/internal/words"
)

// Invitation is one person's printed invitation.
type Invitation struct {
	Name, Login  string
	Roles        string // in the person's language
	Organisation string
	Code         string // grouped: 7K2M 9QXM 4TAX
	Address      string // content of the QR code; the code follows its #
	Language     string // en, bn or hi: of the first instructions; the others follow, Hindi only for a Hindi reader
}

// InvitationOptions are the contents common to all sheets of invitations.
type InvitationOptions struct {
	Site     string // where the code is typed, such as relief.example/field/
	Language string // en, bn or hi: of the margin
	Printed  string // moment of printing, formatted in that language
	Until    string // expiry of the invitations, formatted likewise
}

// howTo are the instructions: three per language. English needs a second line for the first.
var howTo = map[words.Language][]string{
	words.Bengali: {
		"১. ফোনের ক্যামেরায় কোডটি স্ক্যান করুন, বা ঠিকানাটি খুলুন।",
		"২. বারোটি অক্ষর লিখুন, পাসওয়ার্ড বেছে নিন।",
		"৩. একবারই চলবে, একদিনের মধ্যে। কাউকে দেবেন না।",
	},
	words.English: {
		"1. Scan the code with the phone's camera,",
		"    or open the address.",
		"2. Type the twelve characters, choose a password.",
		"3. Works once, within a day. Give it to nobody.",
	},
	words.Hindi: {
		"1. फ़ोन के कैमरे से कोड स्कैन करें, या पता खोलें।",
		"2. बारह अक्षर लिखें, पासवर्ड चुनें।",
		"3. एक दिन के भीतर, एक ही बार चलेगा। किसी को न दें।",
	},
}

// InvitationSheet writes a PDF of invitations, ten per A4 page, for cutting. Pages are written as they are drawn.
func InvitationSheet(w io.Writer, invitations []Invitation, o InvitationOptions) error {
	if len(invitations) == 0 {
		return fault.New(fault.Invalid, "nothing_to_print", "There are no invitations to print.")
	}
	d, err := newDocument(w)
	if err != nil {
		return err
	}
	sheet, sheets := 0, (len(invitations)+perSheet-1)/perSheet
	for part := range slices.Chunk(invitations, perSheet) {
		sheet++
		title := invitationTitle(o, sheet, sheets)
		if err := d.page(func(p *page) error { return p.invitations(part, title, o) }); err != nil {
			return err
		}
	}
	return d.close()
}

func invitationTitle(o InvitationOptions, sheet, sheets int) string {
	form := "invitations · sheet %d/%d · print at 100 %% · printed %s · good until %s"
	switch o.Language {
	case "bn":
		form = "আমন্ত্রণ · পাতা %d/%d · 100 %% মাপে ছাপুন · ছাপা %s · %s পর্যন্ত চলবে"
	case "hi":
		form = "न्योते · पन्ना %d/%d · 100 %% पर छापें · छपा %s · %s तक मान्य"
	}
	return words.Digits(words.Language(o.Language), fmt.Sprintf(form, sheet, sheets, o.Printed, o.Until))
}

func (p *page) invitations(part []Invitation, title string, o InvitationOptions) error {
	p.cropMarks()
	if err := p.text(marginX, 8, title, style{size: 2.6, widest: pageWidth - 2*marginX}); err != nil {
		return err
	}
	for i, one := range part {
		x, y := marginX+float64(i%columns)*cardWidth, marginY+float64(i/columns)*cardHeight
		if err := p.invitation(x, y, one, o); err != nil {
			return err
		}
	}
	return nil
}

// textLine is one line of an invitation.
type textLine struct {
	text string
	size float64
	down float64 // distance from the previous baseline
}

// invitation draws the QR code and address on the left, name and instructions on the right, and the code below both.
func (p *page) invitation(x, y float64, one Invitation, o InvitationOptions) error {
	const aside = inset + qrSide
	if err := drawQR(p, x+inset-1, y+inset-2, one.Address); err != nil {
		return err
	}
	site := style{size: 2.4, widest: qrSide - 2, held: centre}
	if err := p.text(x+inset-1+qrSide/2, y+36.5, o.Site, site); err != nil {
		return err
	}
	const widest = cardWidth - aside - 2
	lines, err := p.lines(one, widest)
	if err != nil {
		return err
	}
	at := y + inset
	for _, line := range lines {
		at += line.down
		if err := p.text(x+aside, at, line.text, style{size: line.size, widest: widest}); err != nil {
			return err
		}
	}
	large := style{size: 5.2 * 1000 / capHeight, widest: cardWidth - 2*inset, held: centre}
	return p.text(x+cardWidth/2, y+cardHeight-inset, one.Code, large)
}

// languagesOf returns the languages of the instructions, the person's own first.
func languagesOf(own string) []words.Language {
	switch words.Language(own) {
	case words.English:
		return []words.Language{words.English, words.Bengali}
	case words.Hindi:
		return []words.Language{words.Hindi, words.Bengali, words.English}
	case words.Bengali:
	}
	return []words.Language{words.Bengali, words.English}
}

// lines returns the lines of the person and the instructions. With a third language they are set closer, the person's
// own larger than the others.
func (p *page) lines(one Invitation, widest float64) ([]textLine, error) {
	lines := []textLine{
		{p.legible(one.Name, one.Login), 4, 3.5},
		{one.Roles, 2.8, 4},
		{p.legible(one.Login+" · "+one.Organisation, one.Login), 2.6, 3.8},
	}
	languages := languagesOf(one.Language)
	for i, language := range languages {
		size, step := 2.5, 3.35
		if len(languages) > 2 {
			size, step = 2.2, 2.5
			if i == 0 {
				size, step = 2.6, 3.0
			}
		}
		texts := howTo[language]
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
func (p *page) fitting(texts []string, size, widest float64) (float64, error) {
	for _, text := range texts {
		shaped, err := p.set.line(text)
		if err != nil {
			return 0, err
		}
		size = min(size, widest*1000/shaped.width)
	}
	return size, nil
}

// legible returns text, or instead where the fonts lack one of its letters: a name in another script must not fail the
// sheet of thirty people.
func (p *page) legible(text, instead string) string {
	if _, err := p.set.line(text); err != nil {
		return instead
	}
	return text
}

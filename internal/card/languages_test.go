package card_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tripol/internal/card"
)

// In each language a sheet has its margin in that language, and the statement that the card is free in all three on
// every back; the text extracted from the PDF equals the original, including conjuncts and vowel signs.
func TestASheetInEveryLanguage(t *testing.T) {
	for language, margin := range map[string][]string{
		"en": {"batch 3 · sheet 1/1 · front · print at 100 %", "· back ·"},
		"bn": {"গোছা ৩ · পাতা ১/১ · সামনে · ১০০ % মাপে ছাপুন, দুই পিঠে, লম্বা দিক ধরে উল্টে", "· পিছনে ·", "কার্ড হারালে ফোন করুন"},
		"hi": {"गड्डी 3 · पन्ना 1/1 · सामने · 100 % पर छापें, दोनों ओर, लंबे किनारे से पलटकर", "· पीछे ·", "कार्ड खो जाए तो फ़ोन करें"},
	} {
		o := options
		o.Language = language
		cards, file := printed(t, 2, o)
		text := poppler(t, "pdftotext", "-layout", file, "-")
		for _, want := range margin {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the sheet does not say %q", language, want)
			}
		}
		for _, want := range []string{freeBengali, freeHindi, "Free. Pay nobody."} {
			if n := strings.Count(text, want); n != len(cards) {
				t.Errorf("%s: %q stands on %d backs of %d", language, want, n, len(cards))
			}
		}
		first := map[string]string{"en": freeBengali, "bn": freeBengali, "hi": freeHindi}[language]
		for _, other := range []string{freeBengali, freeHindi} {
			if other != first && strings.Index(text, other) < strings.Index(text, first) {
				t.Errorf("%s: its own language does not come first", language)
			}
		}
	}
}

// An error on one of many pages ends the sheet with that error, wherever the page is and however many are drawn
// concurrently.
func TestAnErrorOnALaterPageIsTheSheets(t *testing.T) {
	cards := make([]card.Printable, 60)
	token := signed(t, randomClaim(t))
	for i := range cards {
		_, code := drawn(t)
		cards[i] = card.Printable{Token: token, Code: code, Place: i + 1}
	}
	cards[35].Code = "電話"
	if err := card.Sheet(io.Discard, cards, options); err == nil || !strings.Contains(err.Error(), "no glyph") {
		t.Fatalf("got %v", err)
	}
}

// Any text in the three scripts, mixed as usual, is extracted from the page unchanged.
func TestEveryScriptIsShaped(t *testing.T) {
	for _, text := range []string{
		"ক্ষ ত্র শ্রী হিঙ্গলগঞ্জ সন্দেশখালি দক্ষিণ চব্বিশ পরগনা", "क्ष त्र श्री हिंगलगंज ज़िला फ़रवरी मुफ़्त", "Rina হালদার · श्रीमती Das 42",
	} {
		var out bytes.Buffer
		if err := card.OnePage(&out, text); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "page.pdf")
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := poppler(t, "pdftotext", "-layout", file, "-"); !strings.Contains(got, text) {
			t.Errorf("%q came back as %q", text, got)
		}
	}
	if err := card.OnePage(io.Discard, "ক 字"); err == nil {
		t.Error("a letter that no font has was printed")
	}
}

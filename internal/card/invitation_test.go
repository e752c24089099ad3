package card_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tripol/internal/card"
	"tripol/internal/testkit"
)

var invitationOptions = card.InvitationOptions{
	Printed: "5 June 2020, 3:00 pm",
	Until:   "6 June 2020, 3:00 pm",
}

var chooses = []string{"", card.ChooseBoth, card.ChoosePassword}

// invitations writes the sheet of n people and returns them with the file.
func invitations(t *testing.T, n int) ([]card.Invitation, string) {
	t.Helper()
	people := make([]card.Invitation, n)
	for i := range people {
		code := fmt.Sprintf("7K2M 9QX%d 4T%02d", i%10, i)
		people[i] = card.Invitation{
			Name: "রহিমা বিবি", Login: fmt.Sprintf("rahima%d", i), Roles: "পরিবারে যান", Organisation: "গোসাবা সমিতি", Code: code,
			Sites: []string{"relief.example/field/", "relief.example/office/"}[:1+i%2], Choose: chooses[i%len(chooses)],
			Address: "https://relief.example/field/#/invitation/" + strings.ReplaceAll(code, " ", ""), Language: "bn",
		}
	}
	for i, language := range []string{"en", "hi"} {
		if i < n {
			people[i].Language = language
		}
	}
	people[0].Name = "Thangam தங்கம்" // a script that we have no font of
	file := filepath.Join(t.TempDir(), "invitations.pdf")
	out, err := os.Create(file) //nolint:gosec // the test's own folder
	if err != nil {
		t.Fatal(err)
	}
	if err := card.InvitationSheet(out, people, invitationOptions); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return people, file
}

// Ten invitations fit a page; an independent decoder reads every QR code's address, and every code, name and Bengali
// line can be extracted from the text.
func TestASheetOfInvitationsReadsBack(t *testing.T) {
	n := max(12, testkit.Scale(30))
	people, file := invitations(t, n)
	pages := pictures(t, file)
	if len(pages) != (n+9)/10 {
		t.Fatalf("%d pages for %d", len(pages), n)
	}
	text := poppler(t, "pdftotext", "-layout", file, "-")
	for i, p := range people {
		got, err := scan(cell(pages[i/10], i%10))
		if err != nil || got != p.Address {
			t.Errorf("invitation %d reads %q: %v", i, got, err)
		}
		if !strings.Contains(text, p.Code) {
			t.Errorf("invitation %d: its code is not in the text", i)
		}
	}
	for want, n := range map[string]int{
		"রহিমা বিবি": n - 1, "পরিবারে যান": n, "১. ফোনের ক্যামেরায় কোডটি স্ক্যান করুন, বা ঠিকানাটি খুলুন।": n,
		"৩. একবারই চলবে, একদিনের মধ্যে। কাউকে দেবেন না।": n, "2. Type the twelve characters, choose a PIN.": (n + 2) / 3,
		"2. Type the twelve characters, choose a PIN or password.": (n + 1) / 3,
		"২. বারোটি অক্ষর লিখুন, একটি পাসওয়ার্ড বেছে নিন।":         n / 3, "relief.example/office/": n / 2,
		"1. फ़ोन के कैमरे से कोड स्कैन करें, या पता खोलें।": 1, "relief.example/field/": n, "rahima0 ·": 1,
		"sheet 2/": 1, "good until 6 June 2020, 3:00 pm": len(pages),
	} {
		if got := strings.Count(text, want); got != n {
			t.Errorf("%q stands there %d times, want %d", want, got, n)
		}
	}
	if strings.Contains(text, "Thangam") {
		t.Error("half a name was printed")
	}
}

// The instructions of an invitation begin with its reader's language. Control: another reader's begin with another.
func TestInstructionsBeginWithTheReadersLanguage(t *testing.T) {
	_, file := invitations(t, 3)
	for i, order := range [][]string{
		{"1. Scan the code", "১. ফোনের ক্যামেরায়"},                     // English
		{"1. फ़ोन के कैमरे", "১. ফোনের ক্যামেরায়", "1. Scan the code"}, // Hindi
		{"১. ফোনের ক্যামেরায়", "1. Scan the code"},                     // Bengali
	} {
		x, y := 19.4+85.6*float64(i%2), 13.5+54*float64(i/2)
		text := poppler(t, "pdftotext", "-layout", "-r", "254", "-x", tenths(x), "-y", tenths(y), "-W", tenths(85.6),
			"-H", tenths(54), file, "-")
		at := -1
		for _, line := range order {
			found := strings.Index(text, line)
			if found <= at {
				t.Errorf("invitation %d: %q is not in its place:\n%s", i, line, text)
			}
			at = found
		}
	}
}

// tenths are millimetres in the pixels of 254 dpi.
func tenths(mm float64) string { return strconv.Itoa(int(mm * 10)) }

// The control: without a printed invitation nothing scans.
func TestControlAnEmptyInvitationDoesNotScan(t *testing.T) {
	_, file := invitations(t, 1)
	if got, err := scan(cell(pictures(t, file)[0], 3)); err == nil {
		t.Fatalf("an empty cell was read as %q", got)
	}
}

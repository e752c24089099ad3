package household_test

import (
	"strings"
	"testing"

	"tripol/internal/household"
)

// A Hindi name is written in Latin letters as Hindi readers write it. Controls: the same name in Bengali has the sounds
// of Bengali, and its sound key does not change with the spelling of sign-in names.
func TestHindiNamesHaveTheSoundsOfHindi(t *testing.T) {
	for name, want := range map[string]string{
		"कृष्णा श्रीवास्तव": "krishna shrivastav",
		"राम प्रसाद यादव":   "ram prasad yadav",
		"लक्ष्मी मिश्र":     "lakshmi mishra",
		"विजय शर्मा":        "vijay sharma",
		"कमला देवी":         "kamla devi",
		"मनमोहन सिंह":       "manmohan singh",
		"रामचरण गुप्त":      "ramcharan gupta",
		"अमरनाथ आनन्द":      "amarnath anand",
		"चंपा कुमारी":       "champa kumari",
		"ज्ञानेश झा":        "gyanesh jha",
		"फ़ातिमा बेगम":      "fatima begam",
		"शबनम ख़ातून":       "shabnam khatun",
		"ज़ैनब शेख़":        "zainab shekh",
		"मुहम्मद क़ासिम":    "muhammad qasim",
		"शकुंतला ठाकुर":     "shakuntala thakur",
		"सरस्वती भट्ट":      "sarasvati bhatta",
		"छाया वर्मा":        "chhaya varma",
		"गौरव चौधरी":        "gaurav chaudhri",
		"ऋषि औलिया":         "rishi auliya",
		"घनश्याम गढ़वाल":    "ghanashyam garhval",
		"":      "",
		"ँ ् ऽ": "n",
		"কৃষ্ণা শ্রীবাস্তব": "krisna sribastab",
		"Krishna Roy": "krishna roy",
	} {
		if got := strings.Join(household.LatinWords(name), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if household.PhoneticKey("कृष्णा") != household.PhoneticKey("কৃষ্ণা") {
		t.Error("the sound keys of a name in two scripts differ")
	}
}

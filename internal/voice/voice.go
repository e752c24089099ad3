// Package voice keeps recordings (voice prompts) in which an organisation speaks a closed set of texts to families in
// their own language or dialect: the text before consent, the question before a photo, the verdicts on a card. It does
// not depend on phones, packs or handovers.
//
// A recording belongs to an organisation, a dialect and a text, and states the digest of the words that it speaks.
// Whoever plays it compares them with the words on the screen: a wrong text before consent is worse than none.
package voice

import (
	"strings"

	"tripol/internal/actor"
	"tripol/internal/db"
	"tripol/internal/form"
	_ "tripol/internal/household" // declares the format free-text
	"tripol/internal/journal"
	_ "tripol/internal/people" // declares the set of languages
	"tripol/internal/voice/sound"
)

// Text names one of the spoken texts.
type Text string

// The spoken texts. Those before consent are in the order in which they are spoken.
const (
	ConsentWho    Text = "consent_who"
	ConsentWhat   Text = "consent_what"
	ConsentRights Text = "consent_rights"
	PhotoQuestion Text = "photo_question"
)

// Texts lists the spoken texts once. The verdicts have the names that phones give them.
var Texts = form.Set("spoken_text", ConsentWho, ConsentWhat, ConsentRights, PhotoQuestion,
	Text("verdict_give"), Text("verdict_already_given"), Text("verdict_not_on_list"), Text("verdict_withdrawn"),
	Text("verdict_not_ours"), Text("verdict_finished"))

// containers is the closed set of package sound, which knows no forms.
var _ = form.Set("voice_container", sound.Containers...)

// The limits of sizes in bytes. All recordings of a dialect together are what a phone fetches.
const (
	MostBytes        = 120_000 // of one recording: 45 seconds as the office records them
	MostDialectBytes = 400_000 // of all recordings of one dialect; the schema has the same limit
	MostDialects     = 12      // of an organisation
)

// Editors are the roles that record and remove.
var Editors = []actor.Role{actor.Administrator, actor.Coordinator}

// VoiceRecord is the payload of voice.record: an uploaded file becomes the recording of a text in a dialect, in place
// of an earlier one.
type VoiceRecord struct {
	Spoken   Text   `json:"spoken" set:"spoken_text"`
	Language string `json:"language" set:"language"`                                              // of the words on the screen
	Dialect  string `json:"dialect" minLength:"1" maxLength:"60" format:"free-text"`              // such as "Sadri"; its name is free
	Words    string `json:"words" shape:"sha256" pattern:"^[0-9a-f]{64}$" fault:"malformed_hash"` // digest of the words that it speaks
	File     string `json:"file" shape:"sha256" pattern:"^[0-9a-f]{64}$" fault:"malformed_hash"`  // digest of the uploaded file
}

// Validate checks the form; it needs no database.
func (in VoiceRecord) Validate() error { return form.Check(in) }

// VoiceWithdraw is the payload of voice.withdraw: the recording is no longer played.
type VoiceWithdraw struct {
	Spoken   Text   `json:"spoken" set:"spoken_text"`
	Language string `json:"language" set:"language"`
	Dialect  string `json:"dialect" minLength:"1" maxLength:"60" format:"free-text"`
}

// Validate checks the form; it needs no database.
func (in VoiceWithdraw) Validate() error { return form.Check(in) }

// nameOf returns the name of a dialect with single spaces: the same name typed twice is one dialect.
func nameOf(dialect string) string { return strings.Join(strings.Fields(dialect), " ") }

// File is a recording's file, by its digest. It is deleted a day after the last recording that uses it.
type File struct {
	Organisation actor.OrganisationID `gorm:"primaryKey"`
	SHA256       string               `gorm:"primaryKey;column:sha256"`
	Container    sound.Container
	Body         []byte
	Size         int
	Account      actor.AccountID
	StoredAt     db.Instant
}

type (
	dialectRow struct {
		Organisation actor.OrganisationID `gorm:"primaryKey"`
		Language     string               `gorm:"primaryKey"`
		Dialect      string               `gorm:"primaryKey"`
		Size         int                  // of its recordings together
	}

	// Recording is the recording in force of a text in a dialect.
	Recording struct {
		Organisation actor.OrganisationID `gorm:"primaryKey"`
		Language     string               `gorm:"primaryKey"`
		Dialect      string               `gorm:"primaryKey"`
		Spoken       Text                 `gorm:"primaryKey"`
		Words        string
		SHA256       string `gorm:"column:sha256"`
		Container    sound.Container
		Size         int
		Entry        journal.EntryID
		Account      actor.AccountID
		RecordedAt   db.Instant
	}
)

// TableName names the table of a row type.
func (File) TableName() string       { return "voice_file" }
func (dialectRow) TableName() string { return "voice_dialect" }

// TableName names the table.
func (Recording) TableName() string { return "voice_recording" }

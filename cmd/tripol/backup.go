package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"tripol/internal/app"
	"tripol/internal/backup"
	"tripol/internal/fault"
)

type backupCommand struct {
	Out           string `help:"New file, or a folder for a file named by the time." required:""`
	Recipient     string `help:"age1…: public key of the recipient. Keep the secret key away from this machine."`
	RecipientFile string `help:"File of recipients, one per line." type:"existingfile"`
}

// Run writes a backup beside a running server.
func (b backupCommand) Run(t *terminal) (err error) {
	var file io.Reader
	if b.RecipientFile != "" {
		opened, err := os.Open(b.RecipientFile)
		if err != nil {
			return err
		}
		defer opened.Close()
		file = opened
	}
	to, err := backup.Recipients(b.Recipient, file)
	if err != nil {
		return err
	}
	var unsaid error
	made, err := app.Backup(t.ctx, t.config, b.Out, to, func(step string) {
		unsaid = errors.Join(unsaid, t.say("%s", step))
	})
	if err != nil {
		return explained(err)
	}
	if made.Missing > 0 {
		unsaid = errors.Join(unsaid, t.say(
			"WARNING: %d photos have a database row but no file; `tripol verify` lists them.", made.Missing))
	}
	if !made.Keys {
		unsaid = errors.Join(unsaid, t.say("%s",
			"WARNING: this backup is not encrypted: anyone with the file can read every family in it. Therefore it does not\n"+
				"contain the signing keys of cards: copy the folder \"keys\" of the data folder to a safe place by hand, or\n"+
				"repeat the backup with --recipient."))
	}
	return errors.Join(unsaid, t.counts(made.Rows), t.say("%s: %d bytes, %d photos, list %s",
		made.File, made.Bytes, made.Photos, made.Sum))
}

type restoreCommand struct {
	File     string `arg:"" help:"Backup file." type:"existingfile"`
	Into     string `help:"Empty data folder, or postgres://… of an empty database." required:""`
	Identity string `help:"File with the secret key of the recipient." type:"existingfile"`
}

// Run restores a backup and verifies the restored data.
func (r restoreCommand) Run(t *terminal) error {
	file, err := os.Open(r.File)
	if err != nil {
		return err
	}
	defer file.Close()
	keys, err := r.identities()
	if err != nil {
		return err
	}
	c := t.config
	if app.IntoPostgres(r.Into) {
		c.DatabaseURL = r.Into
	} else {
		c.Data = r.Into
	}
	restored, err := app.Restore(t.ctx, c, file, keys, t.log)
	if err != nil {
		return explained(err)
	}
	return errors.Join(t.counts(restored.Rows), t.restored(restored))
}

func (r restoreCommand) identities() ([]backup.Identity, error) {
	if r.Identity == "" {
		return nil, nil
	}
	file, err := os.Open(r.Identity)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return backup.Identities(file)
}

// restored prints the result of a restore, and fails on integrity violations.
func (t *terminal) restored(r app.Restored) error {
	var unsaid error
	if !r.Keys {
		unsaid = t.say("This backup contains no signing keys of cards: copy your folder \"keys\" into the data folder, or\n" +
			"print new batches, which create a new key. Printed cards remain valid without it.")
	}
	unsaid = errors.Join(unsaid, t.say(
		"Restored the state of %s. Epoch %d begins after seal %d. All users must sign in again.",
		r.TakenAt.Format("2006-01-02 15:04:05 UTC"), r.Epoch.Number, r.Head.Seq))
	for _, f := range r.Findings {
		unsaid = errors.Join(unsaid, t.say("%s: %s %s", f.Check, f.Subject, f.Detail))
	}
	if len(r.Findings) > 0 {
		return errors.Join(unsaid, fmt.Errorf("%d violations found", len(r.Findings)))
	}
	return errors.Join(unsaid, t.proved("All checks passed."))
}

// counts prints the number of rows of each table.
func (t *terminal) counts(rows map[string]int64) error {
	var line []string
	for _, table := range slices.Sorted(maps.Keys(rows)) {
		line = append(line, fmt.Sprintf("%s %d", table, rows[table]))
	}
	return t.say("rows: %s", strings.Join(line, ", "))
}

// explained adds the details that a person needs to act on a fault, and its cause.
func explained(err error) error {
	f := fault.Of(err)
	if f == nil {
		return err
	}
	var text strings.Builder
	text.WriteString(f.Message)
	for _, name := range slices.Sorted(maps.Keys(f.Numbers)) {
		fmt.Fprintf(&text, " (%s: %v)", strings.ReplaceAll(name, "_", " "), f.Numbers[name])
	}
	if cause := f.Unwrap(); cause != nil {
		text.WriteString(" [" + cause.Error() + "]")
	}
	return fmt.Errorf("%s: %s", f.Code, text.String())
}

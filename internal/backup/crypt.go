package backup

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
)

// ageMark begins every file that age wrote.
const ageMark = "age-encryption.org/"

// Recipients reads whom a backup is encrypted to: age1… written out, or a file of such lines, or neither.
func Recipients(text string, file io.Reader) ([]age.Recipient, error) {
	var from []io.Reader
	if text != "" {
		from = append(from, strings.NewReader(text+"\n"))
	}
	if file != nil {
		from = append(from, file)
	}
	if len(from) == 0 {
		return nil, nil
	}
	all, err := age.ParseRecipients(io.MultiReader(from...))
	if err != nil {
		// The error is not passed on: who mixes the two up hands in a secret key, and a log must not quote it.
		return nil, refuse("recipient_unreadable",
			"This is no recipient: it begins with age1 and is the public half, which `age-keygen` prints.")
	}
	return all, nil
}

// Identities reads the secret half from a file that `age-keygen` wrote.
func Identities(file io.Reader) ([]age.Identity, error) {
	all, err := age.ParseIdentities(file)
	if err != nil { // not passed on either
		return nil, refuse("identity_unreadable",
			"This file holds no identity: it has a line that begins with AGE-SECRET-KEY-1, as `age-keygen` writes it.")
	}
	return all, nil
}

type nothingToClose struct{ io.Writer }

// Close does nothing: what is not encrypted has no last block.
func (nothingToClose) Close() error { return nil }

// encrypted wraps a file's writer; without recipients it stays as it is.
func encrypted(to io.Writer, recipients []age.Recipient) (io.WriteCloser, error) {
	if len(recipients) == 0 {
		return nothingToClose{to}, nil
	}
	return age.Encrypt(to, recipients...)
}

// decrypted opens a backup, encrypted or not.
func decrypted(from io.Reader, identities []age.Identity) (io.Reader, error) {
	buffered := bufio.NewReader(from)
	start, err := buffered.Peek(len(ageMark))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if string(start) != ageMark {
		return buffered, nil
	}
	if len(identities) == 0 {
		return nil, refuse("identity_needed",
			"This backup is encrypted: give the file with the secret half of its key by --identity.")
	}
	opened, err := age.Decrypt(buffered, identities...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, refuse("wrong_key",
			"This key does not open the backup. Take the identity whose public half it was made for.")
	case err != nil:
		return nil, altered().Because(err)
	}
	return opened, nil
}

package backup

import (
	"bufio"
	"errors"
	"io"
	"strings"

	"filippo.io/age"
)

// ageMark is the prefix of every age file.
const ageMark = "age-encryption.org/"

// Recipients parses a backup's recipients: age1… as text, or a file of such lines, or neither.
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
		// The error is not wrapped: a user who confuses the two passes a secret key, which a log must not quote.
		return nil, refuse("recipient_unreadable",
			"Not a recipient: it is the public key printed by `age-keygen` and begins with age1.")
	}
	return all, nil
}

// Identities parses the secret keys in a file that `age-keygen` wrote.
func Identities(file io.Reader) ([]age.Identity, error) {
	all, err := age.ParseIdentities(file)
	if err != nil { // not wrapped either
		return nil, refuse("identity_unreadable",
			"This file holds no identity: it has a line that begins with AGE-SECRET-KEY-1, as `age-keygen` writes it.")
	}
	return all, nil
}

type nothingToClose struct{ io.Writer }

// Close does nothing: an unencrypted file has no last block.
func (nothingToClose) Close() error { return nil }

// encrypted wraps a file's writer; without recipients it does not encrypt.
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
			"This backup is encrypted. Pass the file with its secret key by --identity.")
	}
	opened, err := age.Decrypt(buffered, identities...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, refuse("wrong_key",
			"This key does not decrypt the backup. Use the identity of the recipient that it was made for.")
	case err != nil:
		return nil, altered().Because(err)
	}
	return opened, nil
}

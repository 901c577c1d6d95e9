// SPDX-License-Identifier: GPL-2.0-only

// What the attribute-based encryption of Cloudflare's circl costs this host, beside which ours is
// held: the scheme of Tomida, Kawahara and Nishimaki (2020), policies of n attributes joined by
// "and". Decryption starts from octets. Prints a line of JSON: medians of passes [ms].
package main

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"sort"
	"strings"
	"syscall"

	"github.com/cloudflare/circl/abe/cpabe/tkn20"
)

const passes = 5

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "tkn20-costs:", err)
		os.Exit(1)
	}
}

// now is the time that this process had processors [ms]: others that run beside it hardly matter.
func now() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}

func milliseconds(step func()) float64 {
	begin := now()
	step()
	return now() - begin
}

func median(of []float64) float64 {
	sort.Float64s(of)
	return of[len(of)/2]
}

func main() {
	const count = 10
	attributes := map[string]string{}
	terms := []string{}
	for i := 0; i < count; i++ {
		name, value := fmt.Sprintf("a%d", i), fmt.Sprintf("v%d", i)
		attributes[name] = value
		terms = append(terms, fmt.Sprintf("(%s: %s)", name, value))
	}
	policy := tkn20.Policy{}
	check(policy.FromString(strings.Join(terms, " and ")))
	mine := tkn20.Attributes{}
	mine.FromMap(attributes)
	public, master, err := tkn20.Setup(rand.Reader)
	check(err)

	message := bytes.Repeat([]byte{7}, 16)
	var keygen, encrypt, decrypt []float64
	for pass := 0; pass < passes; pass++ {
		var key tkn20.AttributeKey
		var sealed, opened []byte
		keygen = append(keygen, milliseconds(func() { key, err = master.KeyGen(rand.Reader, mine) }))
		check(err)
		encrypt = append(encrypt, milliseconds(func() {
			sealed, err = public.Encrypt(rand.Reader, policy, message)
		}))
		check(err)
		decrypt = append(decrypt, milliseconds(func() { opened, err = key.Decrypt(sealed) }))
		check(err)
		if !bytes.Equal(opened, message) {
			check(fmt.Errorf("decryption gave another message"))
		}
	}
	fmt.Printf("{\"keygen_10_ms\": %g, \"encrypt_10_ms\": %g, \"decrypt_10_ms\": %g}\n",
		median(keygen), median(encrypt), median(decrypt))
}

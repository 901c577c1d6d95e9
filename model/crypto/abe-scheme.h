// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_ABE_SCHEME_H
#define IOMT_ABE_SCHEME_H

#include "abe-lsss.h"
#include "abe-policy.h"
#include "bls12-381.h"
#include "bytes.h"
#include "registry.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ns3::iomt
{

/// What a key or a ciphertext is made of, in the order that its scheme documents.
struct AbeElements
{
    std::vector<bls::Scalar> scalars; //!< modulo r, 32 octets each
    std::vector<bls::G1> g1;          //!< 48 octets each
    std::vector<bls::G2> g2;          //!< 96 octets each
    std::vector<bls::Gt> gt;          //!< 576 octets each

    bool operator==(const AbeElements& other) const;
};

/// How many of each AbeElements has.
struct AbeShape
{
    std::size_t scalars{0};
    std::size_t g1{0};
    std::size_t g2{0};
    std::size_t gt{0};

    /// @return what they take on the wire [octets]
    std::size_t Octets() const;
};

/// What a key or a ciphertext is bound to: attributes on one side, a policy on the other.
using AbeLabel = std::variant<AbeAttributes, AbePolicy>;

/// The four things that are kept or sent; the numbers are their octet in serialised form.
enum class AbeKind : uint8_t
{
    PUBLIC_KEY = 1, //!< of the authority, encrypts; label: the universe
    MASTER_KEY = 2, //!< of the authority, makes user keys; label: the universe
    USER_KEY = 3,   //!< decrypts; label: attributes (CP) or policy (KP)
    HEADER = 4      //!< encapsulated secret; label: policy (CP) or attributes (KP)
};

/**
 * @brief A key or a header of a scheme.
 *
 * The label of PUBLIC_KEY and MASTER_KEY is the universe of attributes, empty where any attribute
 * may be used.
 */
struct AbeObject
{
    AbeKind kind{AbeKind::HEADER};
    std::string scheme;   //!< name in Registry<AbeScheme>
    bool expiring{false}; //!< whether epochs are part of labels (AbeKem)
    AbeLabel label;       //!< attributes or policy
    AbeElements elements; //!< group elements

    bool operator==(const AbeObject& other) const;
};

/// What Setup gives.
struct AbeAuthority
{
    AbeObject publicKey; //!< for everyone
    AbeObject masterKey; //!< for nobody else
};

/// What Encapsulate gives.
struct AbeEncapsulated
{
    Bytes secret;     //!< what both sides come to know; into a key derivation function
    AbeObject header; //!< travels
};

/**
 * @brief An attribute-based key encapsulation on BLS12-381: what a label says decides who can
 * decapsulate.
 *
 * l rows of the policy, S attributes, tau uses of the attribute used most, I rows that take part in
 * the decryption. Sizes in octets, without the text of the label (abe-encoding.h); to encapsulate:
 * multiplications in G1, in G2, powers in GT, hashes to G1; pairings are those to decapsulate.
 *
 * | scheme   | policy in  | header             | user key      | encapsulate       | pairings |
 * |----------|------------|--------------------|---------------|-------------------|----------|
 * | none     | –          | 0                  | 0             | –                 | –        |
 * | fabeo-cp | ciphertext | 96 + 96 tau + 48 l | 144 + 48 S    | 2l, 1 + tau, 1, l | 2 + tau  |
 * | fabeo-kp | key        | 96 + 48 S          | 96 tau + 48 l | S, 1, 1, S        | 1 + tau  |
 * | bsw07    | ciphertext | 96 + 144 l         | 48 + 144 S    | l, l + 1, 1, l    | 2I + 1   |
 * | gpsw06   | key        | 48 S               | 96 l          | S, 0, 1, 0        | I        |
 *
 * All are secure against chosen plaintexts; AbeKem adds authenticated encryption. A member is
 * without state, so one object serves all keys.
 */
class AbeScheme
{
  public:
    static constexpr const char* FAMILY = "attribute-based scheme";

    /// Which side carries the policy; the other one has attributes.
    enum class PolicyIn
    {
        CIPHERTEXT, //!< CP: whoever encrypts decides
        KEY         //!< KP: the authority decides
    };

    virtual ~AbeScheme() = default;

    /// @return its name in Registry<AbeScheme>
    virtual std::string Name() const = 0;
    /// @return its octet in serialised form
    virtual uint8_t Id() const = 0;
    /// @return where the policy is
    virtual PolicyIn GetPolicyIn() const = 0;
    /// @return whether all attributes must be known at Setup (small universe)
    virtual bool NeedsUniverse() const = 0;

    /**
     * @brief Found an authority.
     * @param universe all attributes there will be, if NeedsUniverse(); otherwise empty
     * @param random secret source
     * @return public and master key
     * @throws std::invalid_argument if the universe is empty and needed, or given and not needed
     */
    AbeAuthority Setup(const AbeAttributes& universe, const AbeRandom& random) const;

    /**
     * @brief Make a user's key.
     * @param masterKey of Setup
     * @param label attributes (CP) or policy (KP) of the user
     * @param random secret source
     * @return the key
     * @throws std::invalid_argument if the key is another scheme's or kind's, the label is of the
     *         other sort or empty, or names what is not in the universe
     */
    AbeObject KeyGen(const AbeObject& masterKey,
                     const AbeLabel& label,
                     const AbeRandom& random) const;

    /**
     * @brief Make a secret, and a header from which those learn it whom the label allows.
     * @param publicKey of Setup
     * @param label policy (CP) or attributes (KP)
     * @param random secret source
     * @return secret and header
     * @throws std::invalid_argument as KeyGen does
     */
    AbeEncapsulated Encapsulate(const AbeObject& publicKey,
                                const AbeLabel& label,
                                const AbeRandom& random) const;

    /**
     * @brief Learn the secret.
     *
     * The time it takes depends on policy and attributes, which are no secrets, and on nothing of
     * the key.
     *
     * @param userKey of KeyGen
     * @param header of Encapsulate
     * @return the secret; nothing if the attributes do not satisfy the policy. Of a forged header
     *         it is some other secret: that shows in the authenticated encryption
     * @throws std::invalid_argument if key or header are another scheme's or kind's
     */
    std::optional<Bytes> Decapsulate(const AbeObject& userKey, const AbeObject& header) const;

    /**
     * @param kind of object
     * @param label of the object
     * @return how many elements it has
     * @throws std::invalid_argument if the label is of the other sort
     */
    AbeShape Shape(AbeKind kind, const AbeLabel& label) const;

    /// @param kind of object @return whether its label is a policy
    bool HasPolicy(AbeKind kind) const;

  protected:
    /// Elements of public and master key.
    struct Authority
    {
        AbeElements publicKey;
        AbeElements masterKey;
    };

    /// The secret, and the elements of its header.
    struct Encapsulated
    {
        Bytes secret;
        AbeElements header;
    };

    /// Arguments of all below have been checked; shapes are DoShape's.
    virtual Authority DoSetup(const AbeAttributes& universe, const AbeRandom& random) const = 0;
    virtual AbeElements DoKeyGen(const AbeObject& masterKey,
                                 const AbeLabel& label,
                                 const AbeRandom& random) const = 0;
    virtual Encapsulated DoEncapsulate(const AbeObject& publicKey,
                                       const AbeLabel& label,
                                       const AbeRandom& random) const = 0;
    virtual std::optional<Bytes> DoDecapsulate(const AbeObject& userKey,
                                               const AbeObject& header) const = 0;
    virtual AbeShape DoShape(AbeKind kind, const AbeLabel& label) const = 0;

  private:
    void CheckLabel(AbeKind kind, const AbeLabel& label, const AbeAttributes& universe) const;
    void CheckObject(AbeKind kind, const AbeObject& object) const;
};

/**
 * @param name a member of Registry<AbeScheme>: none, fabeo-cp, fabeo-kp, bsw07, gpsw06
 * @return the scheme
 * @throws std::invalid_argument naming the value and what is allowed
 */
std::unique_ptr<AbeScheme> CreateAbeScheme(const std::string& name);

} // namespace ns3::iomt

#endif // IOMT_ABE_SCHEME_H

// SPDX-License-Identifier: GPL-2.0-only

#include "abe-kem.h"

#include "abe-encoding.h"
#include "cipher-suite.h"
#include "sha256.h"

#include <algorithm>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

/// A suite whose tag is shorter would let a flipped bit through sooner or later.
constexpr std::size_t MIN_TAG = 8;
/// Key and nonce together of any suite that takes any octets for a key [octets].
constexpr std::size_t MAX_KEY_AND_NONCE = 128;

bool
IsEpoch(const std::string& attribute)
{
    return attribute.rfind(ABE_EPOCH_PREFIX, 0) == 0;
}

/// @return their attributes
AbeAttributes
EpochAttributes(const std::vector<std::string>& epochs)
{
    AbeAttributes attributes;
    for (const std::string& epoch : epochs)
    {
        const std::string attribute = ABE_EPOCH_PREFIX + epoch;
        if (epoch.empty() || !IsAbeAttribute(attribute))
        {
            throw std::invalid_argument("epoch '" + epoch +
                                        "' is no name; allowed are A-Z a-z 0-9 _ . : @ / -");
        }
        attributes.insert(attribute);
    }
    return attributes;
}

void
RefuseEpochs(const AbeAttributes& attributes)
{
    const auto found = std::find_if(attributes.begin(), attributes.end(), IsEpoch);
    if (found != attributes.end())
    {
        throw std::invalid_argument("attribute '" + *found +
                                    "' is an epoch's; epochs are given apart from the label");
    }
}

/// @return the key of a secret; see the class comment
Bytes
Derive(const Bytes& secret, const std::string& use, const Bytes& header, std::size_t keySize)
{
    Bytes info = ToBytes("iomt-abe-1");
    info.insert(info.end(), use.begin(), use.end());
    const Bytes digest = Sha256(header);
    info.insert(info.end(), digest.begin(), digest.end());
    return HkdfSha256({}, secret, info, keySize);
}

/// @return the suite; nothing if it does not authenticate or its keys are not any octets
std::unique_ptr<CipherSuite>
FindSuite(const std::string& name)
{
    // A combined name ("aes-128-gcm+cp-abe") would come back here.
    if (name.find('+') != std::string::npos || !Registry<CipherSuite>::Get().Contains(name))
    {
        return nullptr;
    }
    auto suite = CreateCipherSuite(name);
    if (suite->TagSize() < MIN_TAG || suite->KeySize() == 0 ||
        suite->KeySize() + suite->NonceSize() > MAX_KEY_AND_NONCE)
    {
        return nullptr;
    }
    return suite;
}

/// Cuts what was derived into key and nonce. @return the nonce
Bytes
Key(CipherSuite& suite, const Bytes& derived)
{
    const auto middle = derived.begin() + static_cast<std::ptrdiff_t>(suite.KeySize());
    suite.SetKey(Bytes(derived.begin(), middle));
    return Bytes(middle, derived.end());
}

} // namespace

AbeKem::AbeKem(const std::string& scheme)
    : m_scheme(CreateAbeScheme(scheme))
{
}

AbeAuthority
AbeKem::Setup(const AbeAttributes& universe, const AbeRandom& random) const
{
    RefuseEpochs(universe);
    return m_scheme->Setup(universe, random);
}

AbeAuthority
AbeKem::SetupExpiring(const AbeAttributes& universe,
                      const std::vector<std::string>& epochs,
                      const AbeRandom& random) const
{
    RefuseEpochs(universe);
    AbeAttributes all = EpochAttributes(epochs);
    if (m_scheme->NeedsUniverse() && (all.empty() || universe.empty()))
    {
        throw std::invalid_argument(m_scheme->Name() +
                                    " needs all attributes and all epochs that there will be");
    }
    all.insert(universe.begin(), universe.end());
    AbeAuthority authority = m_scheme->Setup(all, random);
    authority.publicKey.expiring = true;
    authority.masterKey.expiring = true;
    return authority;
}

AbeObject
AbeKem::KeyGen(const AbeObject& masterKey,
               const std::string& label,
               const std::vector<std::string>& epochs,
               const AbeRandom& random) const
{
    return m_scheme->KeyGen(masterKey,
                            ParseLabel(AbeKind::USER_KEY, masterKey.expiring, label, epochs),
                            random);
}

AbeKem::Wrapped
AbeKem::Wrap(const AbeObject& publicKey,
             const std::string& label,
             const std::string& epoch,
             const std::string& use,
             std::size_t keySize,
             const AbeRandom& random) const
{
    const std::vector<std::string> epochs(epoch.empty() ? 0 : 1, epoch);
    const AbeEncapsulated made =
        m_scheme->Encapsulate(publicKey,
                              ParseLabel(AbeKind::HEADER, publicKey.expiring, label, epochs),
                              random);
    Wrapped wrapped;
    wrapped.header = EncodeAbe(made.header);
    wrapped.key = Derive(made.secret, use, wrapped.header, keySize);
    return wrapped;
}

std::optional<Bytes>
AbeKem::Unwrap(const AbeObject& userKey,
               const Bytes& header,
               const std::string& use,
               std::size_t keySize) const
{
    const auto object = DecodeAbe(header);
    return object ? UnwrapObject(userKey, *object, header, use, keySize) : std::nullopt;
}

std::optional<Bytes>
AbeKem::UnwrapObject(const AbeObject& userKey,
                     const AbeObject& header,
                     const Bytes& octets,
                     const std::string& use,
                     std::size_t keySize) const
{
    if (userKey.kind != AbeKind::USER_KEY || userKey.scheme != m_scheme->Name())
    {
        throw std::invalid_argument("what should open is no user key of " + m_scheme->Name());
    }
    if (header.kind != AbeKind::HEADER || header.scheme != m_scheme->Name() ||
        header.expiring != userKey.expiring)
    {
        return std::nullopt;
    }
    const auto secret = m_scheme->Decapsulate(userKey, header);
    return secret ? std::optional<Bytes>(Derive(*secret, use, octets, keySize)) : std::nullopt;
}

Bytes
AbeKem::Seal(const AbeObject& publicKey,
             const std::string& label,
             const std::string& epoch,
             const std::string& suite,
             const Bytes& aad,
             const Bytes& plaintext,
             const AbeRandom& random) const
{
    const auto cipher = FindSuite(suite);
    if (!cipher)
    {
        CreateCipherSuite(suite); // names what is allowed, if there is none of that name
        throw std::invalid_argument("cipher suite '" + suite +
                                    "' does not authenticate, or takes no key from elsewhere");
    }
    const Wrapped wrapped =
        Wrap(publicKey, label, epoch, suite, cipher->KeySize() + cipher->NonceSize(), random);
    const Bytes nonce = Key(*cipher, wrapped.key);
    const Bytes body = cipher->Seal(nonce, aad, plaintext);
    Bytes sealed = wrapped.header;
    sealed.push_back(static_cast<uint8_t>(suite.size()));
    sealed.insert(sealed.end(), suite.begin(), suite.end());
    sealed.insert(sealed.end(), body.begin(), body.end());
    return sealed;
}

std::optional<Bytes>
AbeKem::Open(const AbeObject& userKey, const Bytes& aad, const Bytes& sealed) const
{
    std::size_t used = 0;
    const auto header = DecodeAbePrefix(sealed.data(), sealed.size(), used);
    if (!header || used == sealed.size())
    {
        return std::nullopt;
    }
    const auto headerEnd = sealed.begin() + static_cast<std::ptrdiff_t>(used);
    const std::size_t length = *headerEnd;
    const auto nameBegin = headerEnd + 1;
    if (static_cast<std::size_t>(sealed.end() - nameBegin) < length)
    {
        return std::nullopt;
    }
    const auto bodyBegin = nameBegin + static_cast<std::ptrdiff_t>(length);
    const std::string name(nameBegin, bodyBegin);
    const auto cipher = FindSuite(name);
    if (!cipher)
    {
        return std::nullopt;
    }
    const auto key = UnwrapObject(userKey,
                                  *header,
                                  Bytes(sealed.begin(), headerEnd),
                                  name,
                                  cipher->KeySize() + cipher->NonceSize());
    if (!key)
    {
        return std::nullopt;
    }
    const Bytes nonce = Key(*cipher, *key);
    return cipher->Open(nonce, aad, Bytes(bodyBegin, sealed.end()));
}

AbeLabel
AbeKem::ParseLabel(AbeKind kind,
                   bool expiring,
                   const std::string& label,
                   const std::vector<std::string>& epochs) const
{
    const AbeAttributes now = EpochAttributes(epochs);
    if (now.empty() == expiring)
    {
        throw std::invalid_argument(expiring ? "keys of this authority expire: an epoch is missing"
                                             : "keys of this authority do not expire: epoch '" +
                                                   epochs.front() + "' is too much");
    }
    if (!m_scheme->HasPolicy(kind))
    {
        AbeAttributes attributes = ParseAbeAttributes(label);
        RefuseEpochs(attributes);
        if (attributes.empty())
        {
            throw std::invalid_argument("attributes are missing: at least one, as role:doctor");
        }
        attributes.insert(now.begin(), now.end());
        return attributes;
    }
    AbePolicy policy = AbePolicy::Parse(label);
    RefuseEpochs(policy.Attributes());
    if (!expiring)
    {
        return policy;
    }
    std::vector<AbePolicy> any;
    for (const std::string& attribute : now)
    {
        any.push_back(AbePolicy::Parse(attribute));
    }
    return AbePolicy::Threshold(2, {policy, AbePolicy::Threshold(1, any)});
}

std::string
AbeEpochAt(uint64_t seconds, uint64_t period)
{
    if (period == 0)
    {
        throw std::invalid_argument("an epoch has no length: 0 s");
    }
    return std::to_string(seconds / period);
}

} // namespace ns3::iomt

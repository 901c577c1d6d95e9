// SPDX-License-Identifier: GPL-2.0-only

#include "abe-encoding.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace ns3::iomt
{

namespace
{

constexpr uint8_t EXPIRING = 0x01;

/// @return scheme names by their octet
const std::map<uint8_t, std::string>&
SchemesById()
{
    static const std::map<uint8_t, std::string> SCHEMES = [] {
        std::map<uint8_t, std::string> schemes;
        for (const std::string& name : Registry<AbeScheme>::Get().Names())
        {
            schemes.emplace(CreateAbeScheme(name)->Id(), name);
        }
        return schemes;
    }();
    return SCHEMES;
}

void
Put16(Bytes& to, std::size_t value)
{
    to.push_back(static_cast<uint8_t>(value >> 8));
    to.push_back(static_cast<uint8_t>(value));
}

template <class T>
void
PutAll(Bytes& to, const std::vector<T>& values)
{
    for (const T& value : values)
    {
        const auto octets = value.ToBytes();
        to.insert(to.end(), octets.begin(), octets.end());
    }
}

/// Takes octets off the front of what arrived.
class Reader
{
  public:
    Reader(const uint8_t* data, std::size_t size)
        : m_data(data),
          m_size(size)
    {
    }

    std::size_t Left() const
    {
        return m_size - m_used;
    }

    std::size_t Used() const
    {
        return m_used;
    }

    /// @return the first of so many octets; nothing if there are not as many
    const uint8_t* Take(std::size_t octets)
    {
        if (Left() < octets)
        {
            return nullptr;
        }
        m_used += octets;
        return m_data + (m_used - octets);
    }

    std::optional<std::size_t> Take8()
    {
        const uint8_t* octet = Take(1);
        return octet != nullptr ? std::optional<std::size_t>(octet[0]) : std::nullopt;
    }

    std::optional<std::size_t> Take16()
    {
        const uint8_t* octets = Take(2);
        return octets != nullptr ? std::optional<std::size_t>(octets[0] << 8 | octets[1])
                                 : std::nullopt;
    }

    std::optional<std::string> TakeText(std::optional<std::size_t> length)
    {
        const uint8_t* text = length ? Take(*length) : nullptr;
        return text != nullptr ? std::optional<std::string>(std::string(text, text + *length))
                               : std::nullopt;
    }

  private:
    const uint8_t* m_data;
    std::size_t m_size;
    std::size_t m_used{0};
};

std::optional<AbeLabel>
TakePolicy(Reader& reader)
{
    const auto text = reader.TakeText(reader.Take16());
    if (!text)
    {
        return std::nullopt;
    }
    try
    {
        AbePolicy policy = AbePolicy::Parse(*text);
        // One form only: what is authenticated must not be writable in two ways.
        if (policy.ToString() == *text)
        {
            return policy;
        }
    }
    catch (const std::invalid_argument&)
    {
        // Only people want to know where; here they are octets of anyone.
    }
    return std::nullopt;
}

std::optional<AbeLabel>
TakeAttributes(Reader& reader)
{
    const auto count = reader.Take16();
    if (!count || *count > ABE_MAX_ATTRIBUTES)
    {
        return std::nullopt;
    }
    AbeAttributes attributes;
    for (std::size_t i = 0; i < *count; ++i)
    {
        auto name = reader.TakeText(reader.Take8());
        if (!name || !IsAbeAttribute(*name) ||
            (!attributes.empty() && *name <= *attributes.rbegin()))
        {
            return std::nullopt;
        }
        attributes.insert(attributes.end(), std::move(*name));
    }
    return attributes;
}

// No honest key or header has one of these, whose products with any secret are the same.
bool
IsNeutral(const bls::Scalar& value)
{
    return value.IsZero();
}

bool
IsNeutral(const bls::G1& value)
{
    return value.IsIdentity();
}

bool
IsNeutral(const bls::G2& value)
{
    return value.IsIdentity();
}

bool
IsNeutral(const bls::Gt& value)
{
    return value.IsOne();
}

/// @param read T::FromBytes, or what reads like it
template <class T>
bool
TakeAll(Reader& reader,
        std::size_t count,
        std::vector<T>& values,
        std::optional<T> (*read)(const uint8_t*) = T::FromBytes)
{
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
    {
        const uint8_t* octets = reader.Take(T::SIZE);
        const auto value = octets != nullptr ? read(octets) : std::nullopt;
        if (!value || IsNeutral(*value))
        {
            return false;
        }
        values.push_back(*value);
    }
    return true;
}

bool
IsKind(uint8_t octet)
{
    return octet >= static_cast<uint8_t>(AbeKind::PUBLIC_KEY) &&
           octet <= static_cast<uint8_t>(AbeKind::HEADER);
}

} // namespace

Bytes
EncodeAbe(const AbeObject& object)
{
    const auto scheme = CreateAbeScheme(object.scheme);
    const AbeShape shape = scheme->Shape(object.kind, object.label);
    const AbeElements& elements = object.elements;
    if (elements.scalars.size() != shape.scalars || elements.g1.size() != shape.g1 ||
        elements.g2.size() != shape.g2 || elements.gt.size() != shape.gt)
    {
        throw std::invalid_argument("an object of " + object.scheme +
                                    " has not the elements that its label asks for");
    }
    Bytes octets{ABE_VERSION,
                 static_cast<uint8_t>(object.kind),
                 scheme->Id(),
                 object.expiring ? EXPIRING : uint8_t{0}};
    if (const auto* policy = std::get_if<AbePolicy>(&object.label))
    {
        const std::string text = policy->ToString();
        Put16(octets, text.size());
        octets.insert(octets.end(), text.begin(), text.end());
    }
    else
    {
        const auto& attributes = std::get<AbeAttributes>(object.label);
        Put16(octets, attributes.size());
        for (const std::string& attribute : attributes)
        {
            octets.push_back(static_cast<uint8_t>(attribute.size()));
            octets.insert(octets.end(), attribute.begin(), attribute.end());
        }
    }
    octets.reserve(octets.size() + shape.Octets());
    PutAll(octets, elements.scalars);
    PutAll(octets, elements.g1);
    PutAll(octets, elements.g2);
    PutAll(octets, elements.gt);
    return octets;
}

std::optional<AbeObject>
DecodeAbePrefix(const uint8_t* data, std::size_t size, std::size_t& used)
{
    Reader reader(data, size);
    const uint8_t* head = reader.Take(4);
    if (head == nullptr || head[0] != ABE_VERSION || !IsKind(head[1]) || (head[3] & ~EXPIRING) != 0)
    {
        return std::nullopt;
    }
    const auto name = SchemesById().find(head[2]);
    if (name == SchemesById().end())
    {
        return std::nullopt;
    }
    const auto scheme = CreateAbeScheme(name->second);
    AbeObject object;
    object.kind = static_cast<AbeKind>(head[1]);
    object.scheme = name->second;
    object.expiring = head[3] != 0;
    auto label = scheme->HasPolicy(object.kind) ? TakePolicy(reader) : TakeAttributes(reader);
    if (!label)
    {
        return std::nullopt;
    }
    object.label = std::move(*label);
    if (const auto* attributes = std::get_if<AbeAttributes>(&object.label))
    {
        const bool isUniverse =
            object.kind == AbeKind::PUBLIC_KEY || object.kind == AbeKind::MASTER_KEY;
        const bool wanted = !isUniverse || scheme->NeedsUniverse();
        if (attributes->empty() == wanted)
        {
            return std::nullopt;
        }
    }
    const AbeShape shape = scheme->Shape(object.kind, object.label);
    // All schemes only pair what a header has in G1, so a part of another order counts for nothing
    // there, and leaving out its check halves the time to read a header.
    const auto readG1 =
        object.kind == AbeKind::HEADER ? bls::G1::FromBytesToPair : bls::G1::FromBytes;
    // Before any point is read: what is too short costs nothing.
    if (reader.Left() < shape.Octets() ||
        !TakeAll(reader, shape.scalars, object.elements.scalars) ||
        !TakeAll(reader, shape.g1, object.elements.g1, readG1) ||
        !TakeAll(reader, shape.g2, object.elements.g2) ||
        !TakeAll(reader, shape.gt, object.elements.gt))
    {
        return std::nullopt;
    }
    used = reader.Used();
    return object;
}

std::optional<AbeObject>
DecodeAbe(const Bytes& octets)
{
    std::size_t used = 0;
    auto object = DecodeAbePrefix(octets.data(), octets.size(), used);
    if (object && used != octets.size())
    {
        return std::nullopt;
    }
    return object;
}

} // namespace ns3::iomt

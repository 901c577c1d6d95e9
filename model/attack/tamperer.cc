// SPDX-License-Identifier: GPL-2.0-only

#include "tamperer.h"

#include "ns3/double.h"
#include "ns3/quantity.h"
#include "ns3/senml.h"
#include "ns3/string.h"

#include <cmath>
#include <sstream>

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(Tamperer);

namespace
{

const bool REGISTERED = Registry<AttackKind>::Get().Add(
    "tamperer",
    [] { return std::make_unique<AttackKindOf<Tamperer>>(); },
    "in the line, puts its own values into readings or flips a bit");

/// Whether a SenML name (RFC 8428, section 4.5.1) names a quantity.
bool
Names(const std::string& name, const std::string& quantity)
{
    if (name.size() < quantity.size() ||
        name.compare(name.size() - quantity.size(), quantity.size(), quantity) != 0)
    {
        return false;
    }
    if (name.size() == quantity.size())
    {
        return true;
    }
    const char before = name[name.size() - quantity.size() - 1];
    return before == '/' || before == ':';
}

/// A value in the module's unit as SenML has it: 97 % are 0.97 where the unit is "/".
double
OnWire(const std::string& quantity, double value, const std::string& senmlUnit)
{
    for (const Quantity& known : Quantities())
    {
        if (known.name == quantity && known.senmlUnit == senmlUnit)
        {
            return value * known.senmlFactor;
        }
    }
    return value;
}

} // namespace

TypeId
Tamperer::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::iomt::Tamperer")
            .SetParent<Attack>()
            .SetGroupName("Iomt")
            .AddConstructor<Tamperer>()
            .AddAttribute("Share",
                          "Share of the readings passing that it tries to change.",
                          DoubleValue(1),
                          MakeDoubleAccessor(&Tamperer::m_share),
                          MakeDoubleChecker<double>(0, 1))
            .AddAttribute("Values",
                          "What to put into readings in the clear: name=value, separated by "
                          "spaces, in the units of results (% for spo2). The default hides a "
                          "patient's distress.",
                          StringValue("spo2=97 pulse=75 temperature=36.8"),
                          MakeStringAccessor(&Tamperer::SetValues, &Tamperer::GetValues),
                          MakeStringChecker());
    return tid;
}

Tamperer::Tamperer()
    : m_random(CreateObject<UniformRandomVariable>())
{
}

bool
Tamperer::IsInline() const
{
    return true;
}

nlohmann::json
Tamperer::Harm() const
{
    return {{"frames", m_forwarded}, {"rewritten", m_rewritten}, {"bit_flipped", m_flipped}};
}

bool
Tamperer::SetValues(std::string values)
{
    std::map<std::string, double> parsed;
    std::istringstream words(values);
    std::string word;
    while (words >> word)
    {
        const std::size_t equals = word.find('=');
        if (equals == 0 || equals == std::string::npos)
        {
            return false;
        }
        std::istringstream number(word.substr(equals + 1));
        double value;
        if (!(number >> value) || !number.eof() || !std::isfinite(value))
        {
            return false;
        }
        parsed[word.substr(0, equals)] = value;
    }
    m_values = std::move(parsed);
    return true;
}

std::string
Tamperer::GetValues() const
{
    std::ostringstream text;
    const char* separator = "";
    for (const auto& [name, value] : m_values)
    {
        text << separator << name << '=' << value;
        separator = " ";
    }
    return text.str();
}

std::vector<Option>
Tamperer::Options() const
{
    return {{"share", "Share", Option::Type::NUMBER}, {"values", "Values", Option::Type::NUMBERS}};
}

void
Tamperer::DoInstall()
{
    m_outer = Tap(GetEnvironment().exchange, MakeCallback(&Tamperer::PassOn, this));
    m_inner = Tap(GetEnvironment().inner, MakeCallback(&Tamperer::PassOn, this));
}

void
Tamperer::DoDispose()
{
    m_outer = nullptr;
    m_inner = nullptr;
    m_random = nullptr;
    Attack::DoDispose();
}

int64_t
Tamperer::DoAssignStreams(int64_t stream)
{
    m_random->SetStream(stream);
    return 1;
}

bool
Tamperer::PassOn(Ptr<NetDevice> device,
                 Ptr<const Packet> packet,
                 uint16_t protocol,
                 const Address& source,
                 const Address& destination,
                 NetDevice::PacketType /* type */)
{
    ++m_forwarded;
    Ptr<Packet> onward;
    if (IsActive() && protocol == ETHERTYPE_IPV6)
    {
        onward = Change(packet);
    }
    const Ptr<CsmaNetDevice> other = device == m_outer ? m_inner : m_outer;
    other->SendFrom(onward ? onward : packet->Copy(), source, destination, protocol);
    return true;
}

Ptr<Packet>
Tamperer::Change(Ptr<const Packet> packet)
{
    auto datagram = Read(packet, ETHERTYPE_IPV6);
    if (!datagram)
    {
        return nullptr;
    }
    const auto message = AsReading(*datagram);
    if (!message || message->bodyOffset == datagram->payload.size() ||
        m_random->GetValue(0, 1) >= m_share)
    {
        return nullptr;
    }
    const Bytes before(datagram->payload.begin() + message->bodyOffset, datagram->payload.end());
    Bytes body = before;
    if (Rewrite(body))
    {
        if (body == before || !datagram->ReplaceCoapBody(body))
        {
            return nullptr; // none of its values, or they say already what it wants
        }
        ++m_rewritten;
    }
    else
    {
        const uint32_t bit = m_random->GetInteger(0, static_cast<uint32_t>(body.size() * 8 - 1));
        body[bit / 8] ^= static_cast<uint8_t>(1U << (bit % 8));
        datagram->ReplaceCoapBody(body);
        ++m_flipped;
    }
    Ptr<Packet> changed = Write(*datagram, packet);
    Attempt(changed);
    return changed;
}

bool
Tamperer::Rewrite(Bytes& body)
{
    auto pack = DecodeSenml(body);
    if (!pack || pack->empty())
    {
        return false;
    }
    bool changed = false;
    std::string baseName;
    std::string baseUnit;
    double baseValue = 0;
    for (SenmlRecord& record : *pack)
    {
        baseName = record.baseName.value_or(baseName);
        baseUnit = record.baseUnit.value_or(baseUnit);
        baseValue = record.baseValue.value_or(baseValue);
        const std::string name = baseName + record.name.value_or("");
        for (const auto& [quantity, value] : m_values)
        {
            const double wanted =
                OnWire(quantity, value, record.unit.value_or(baseUnit)) - baseValue;
            if (record.value && Names(name, quantity) && *record.value != wanted)
            {
                record.value = wanted;
                changed = true;
            }
        }
    }
    if (changed)
    {
        body = EncodeSenml(*pack);
    }
    return true;
}

} // namespace iomt
} // namespace ns3

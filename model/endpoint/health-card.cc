// SPDX-License-Identifier: GPL-2.0-only

#include "health-card.h"

#include "ns3/cose.h"

#include <algorithm>
#include <string>

namespace ns3
{
namespace iomt
{

Bytes
CardContext(const Bytes& id)
{
    return ToBytes("iomt-health-card" + std::string(id.begin(), id.end()));
}

HealthCard::HealthCard(const Bytes& id, P256Signer signer)
    : m_id(id),
      m_signer(std::move(signer))
{
}

const Bytes&
HealthCard::GetId() const
{
    return m_id;
}

Bytes
HealthCard::GetPublicKey() const
{
    return m_signer.PublicKey();
}

Bytes
HealthCard::Answer(const Bytes& challenge) const
{
    return CoseSign1(m_signer, m_id, challenge, CardContext(m_id));
}

CopiedCard::CopiedCard(const Bytes& id, P256Signer own)
    : m_forged(id, std::move(own))
{
}

void
CopiedCard::Overhear(const Bytes& challenge, const Bytes& answer)
{
    m_overheard.emplace(challenge, answer);
}

Bytes
CopiedCard::Answer(const Bytes& challenge) const
{
    if (!m_overheard || m_overheard->first.size() != challenge.size())
    {
        return m_forged.Answer(challenge);
    }
    Bytes answer = m_overheard->second;
    const Bytes& old = m_overheard->first;
    const auto found = std::search(answer.begin(), answer.end(), old.begin(), old.end());
    if (found != answer.end())
    {
        std::copy(challenge.begin(), challenge.end(), found);
    }
    return answer;
}

} // namespace iomt
} // namespace ns3

// SPDX-License-Identifier: GPL-2.0-only

#include "radio-profile-of.h"

namespace ns3
{
namespace iomt
{

NS_OBJECT_ENSURE_REGISTERED(RadioProfileOf);

TypeId
RadioProfileOf::GetTypeId()
{
    static TypeId tid = TypeId("ns3::iomt::RadioProfileOf")
                            .SetParent<Object>()
                            .SetGroupName("Iomt")
                            .AddConstructor<RadioProfileOf>();
    return tid;
}

RadioProfileOf::RadioProfileOf() = default;
RadioProfileOf::~RadioProfileOf() = default;

void
RadioProfileOf::Set(const RadioProfile& profile)
{
    m_profile = profile;
}

const RadioProfile&
RadioProfileOf::Get() const
{
    return m_profile;
}

} // namespace iomt
} // namespace ns3

// SPDX-License-Identifier: GPL-2.0-only

#include "connection-table.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

ConnectionTable::Flow*
ConnectionTable::Find(const FlowKey& key, Time now)
{
    const auto it = m_flows.find(key);
    if (it == m_flows.end())
    {
        return nullptr;
    }
    if (it->second.expires <= now)
    {
        m_flows.erase(it);
        return nullptr;
    }
    return &it->second;
}

bool
ConnectionTable::Add(const FlowKey& key, const Flow& flow, Time now, std::size_t capacity)
{
    if (m_flows.size() >= capacity && now >= m_nextPurge)
    {
        m_nextPurge = Time::Max();
        for (auto it = m_flows.begin(); it != m_flows.end();)
        {
            if (it->second.expires <= now)
            {
                it = m_flows.erase(it);
            }
            else
            {
                m_nextPurge = std::min(m_nextPurge, it->second.expires);
                ++it;
            }
        }
    }
    if (m_flows.size() >= capacity)
    {
        return false;
    }
    m_flows[key] = flow;
    m_nextPurge = std::min(m_nextPurge, flow.expires);
    return true;
}

std::size_t
ConnectionTable::Size() const
{
    return m_flows.size();
}

void
ConnectionTable::Clear()
{
    m_flows.clear();
    m_nextPurge = Time();
}

} // namespace iomt
} // namespace ns3

// SPDX-License-Identifier: GPL-2.0-only

#include "replay-window.h"

namespace ns3::iomt
{

bool
ReplayWindow::IsFresh(uint64_t sequence) const
{
    if (!m_any || sequence > m_highest)
    {
        return true;
    }
    const uint64_t behind = m_highest - sequence;
    return behind < SIZE && (m_seen >> behind & 1) == 0;
}

void
ReplayWindow::Accept(uint64_t sequence)
{
    if (!m_any)
    {
        m_any = true;
        m_highest = sequence;
        m_seen = 1;
        return;
    }
    if (sequence <= m_highest)
    {
        const uint64_t behind = m_highest - sequence;
        m_seen |= behind < SIZE ? uint64_t{1} << behind : 0;
        return;
    }
    const uint64_t ahead = sequence - m_highest;
    m_seen = ahead < SIZE ? m_seen << ahead | 1 : 1;
    m_highest = sequence;
}

} // namespace ns3::iomt

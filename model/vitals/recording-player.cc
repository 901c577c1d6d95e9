// SPDX-License-Identifier: GPL-2.0-only

#include "recording-player.h"

#include <algorithm>
#include <cmath>

namespace ns3::iomt
{

namespace
{

constexpr double BLOCK_S = 1;

// Times of channels at different rates that are meant to be the same.
constexpr double SAME_S = 1e-6;

} // namespace

RecordingPlayer::RecordingPlayer(const Recording& recording,
                                 const std::vector<std::string>& quantities)
{
    for (const auto& quantity : quantities)
    {
        const auto* channel = recording.Find(quantity);
        if (channel && !channel->values.empty())
        {
            m_cursors.push_back({channel});
            Settle(m_cursors.back());
        }
    }
}

std::vector<const RecordingChannel*>
RecordingPlayer::Channels() const
{
    std::vector<const RecordingChannel*> channels;
    for (const auto& cursor : m_cursors)
    {
        channels.push_back(cursor.channel);
    }
    return channels;
}

bool
RecordingPlayer::IsEcg(const Cursor& cursor) const
{
    return cursor.channel->quantity == "ecg";
}

void
RecordingPlayer::Settle(Cursor& cursor) const
{
    const auto& channel = *cursor.channel;
    const auto& values = channel.values;
    const bool isRow = channel.rateHz == 0;
    while (!isRow && cursor.next < values.size() && !std::isfinite(values[cursor.next]))
    {
        ++cursor.next;
    }
    cursor.end = std::min(cursor.next + 1, values.size());
    if (!IsEcg(cursor))
    {
        return;
    }
    const double second =
        std::floor(static_cast<double>(cursor.next) / channel.rateHz / BLOCK_S + SAME_S) + 1;
    const double limit = std::ceil(second * BLOCK_S * channel.rateHz - SAME_S);
    while (cursor.end < values.size() && static_cast<double>(cursor.end) < limit &&
           std::isfinite(values[cursor.end]))
    {
        ++cursor.end;
    }
}

double
RecordingPlayer::KnownS(const Cursor& cursor) const
{
    return cursor.channel->TimeOf(IsEcg(cursor) ? cursor.end : cursor.next);
}

std::optional<PlayedReading>
RecordingPlayer::Next()
{
    Cursor* first = nullptr;
    for (auto& cursor : m_cursors)
    {
        if (cursor.next >= cursor.channel->values.size())
        {
            continue;
        }
        const bool earlier = !first || KnownS(cursor) < KnownS(*first) - SAME_S ||
                             (IsEcg(cursor) && KnownS(cursor) < KnownS(*first) + SAME_S);
        if (earlier)
        {
            first = &cursor;
        }
    }
    if (!first)
    {
        return std::nullopt;
    }
    PlayedReading played;
    played.knownS = KnownS(*first);
    played.row = first->end - 1;
    if (IsEcg(*first))
    {
        const auto& values = first->channel->values;
        const auto begin = values.begin();
        played.reading.t = first->channel->TimeOf(first->next);
        played.reading.intervalS = 1 / first->channel->rateHz;
        played.reading.samples.assign(begin + static_cast<std::ptrdiff_t>(first->next),
                                      begin + static_cast<std::ptrdiff_t>(first->end));
        first->next = first->end;
        Settle(*first);
        return played;
    }
    played.reading.t = played.knownS;
    for (auto& cursor : m_cursors)
    {
        const bool here = cursor.next < cursor.channel->values.size() && !IsEcg(cursor) &&
                          std::abs(KnownS(cursor) - played.knownS) < SAME_S;
        if (!here)
        {
            continue;
        }
        const double value = cursor.channel->values[cursor.next];
        if (std::isfinite(value))
        {
            played.reading.values[cursor.channel->quantity] = value;
        }
        cursor.next = cursor.end;
        Settle(cursor);
    }
    return played;
}

} // namespace ns3::iomt

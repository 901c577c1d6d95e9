// SPDX-License-Identifier: GPL-2.0-only

#include "receipts.h"

#include <algorithm>

namespace ns3
{
namespace iomt
{

namespace
{

constexpr std::size_t DIGEST_SIZE = 8;
constexpr std::size_t BITS = 8;

} // namespace

uint64_t
Receipts::Digest(const uint8_t* octets, std::size_t size)
{
    uint64_t digest = 0xcbf29ce484222325; // offset basis
    for (std::size_t i = 0; i < size; ++i)
    {
        digest = (digest ^ octets[i]) * 0x100000001b3; // prime
    }
    return digest;
}

Bytes
Receipts::Ask(const std::vector<uint64_t>& digests)
{
    Bytes question;
    for (const uint64_t digest : digests)
    {
        for (std::size_t i = 0; i < DIGEST_SIZE; ++i)
        {
            question.push_back(static_cast<uint8_t>(digest >> (BITS * (DIGEST_SIZE - 1 - i))));
        }
    }
    return question;
}

std::vector<bool>
Receipts::Read(const Bytes& answer, std::size_t count)
{
    std::vector<bool> arrived(count, false);
    for (std::size_t i = 0; i < std::min(count, answer.size() * BITS); ++i)
    {
        arrived[i] = (answer[i / BITS] >> (BITS - 1 - i % BITS) & 1) != 0;
    }
    return arrived;
}

void
Receipts::Note(const Bytes& datagram)
{
    const uint64_t digest = Digest(datagram.data(), datagram.size());
    m_digests.insert(digest);
    m_order.push_back(digest);
    while (m_order.size() > MEMORY)
    {
        const auto oldest = m_digests.find(m_order.front());
        if (oldest != m_digests.end())
        {
            m_digests.erase(oldest);
        }
        m_order.pop_front();
    }
}

void
Receipts::Strike(const Bytes& datagram)
{
    const auto noted = m_digests.find(Digest(datagram.data(), datagram.size()));
    if (noted != m_digests.end())
    {
        m_digests.erase(noted);
    }
}

Bytes
Receipts::Answer(const Bytes& question) const
{
    const std::size_t count = std::min(question.size() / DIGEST_SIZE, MOST);
    Bytes answer((count + BITS - 1) / BITS, 0);
    for (std::size_t i = 0; i < count; ++i)
    {
        uint64_t digest = 0;
        for (std::size_t j = 0; j < DIGEST_SIZE; ++j)
        {
            digest = digest << BITS | question[i * DIGEST_SIZE + j];
        }
        if (m_digests.count(digest) != 0)
        {
            answer[i / BITS] |= static_cast<uint8_t>(1U << (BITS - 1 - i % BITS));
        }
    }
    return answer;
}

} // namespace iomt
} // namespace ns3

// SPDX-License-Identifier: GPL-2.0-only

/**
 * @file
 * @brief Sequences of 6LoWPAN frames, of several senders, over time: each gets the same verdict
 * from two checkers, state stays bounded, and accepted fragments never overlap.
 *
 * Input: for each frame one octet of length, one of which the upper half picks the sender and the
 * lower half the seconds gone by, and then the frame.
 */

#include "ns3/sixlowpan-frame-checker.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <tuple>
#include <vector>

using namespace ns3::iomt;

namespace
{

void
Require(bool condition)
{
    if (!condition)
    {
        std::abort();
    }
}

} // namespace

extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    FrameCheckerLimits limits;
    limits.datagrams = 3;
    limits.fragmentsPerDatagram = 16;
    limits.contexts = 0x0001;
    SixLowPanFrameChecker checker(limits);
    SixLowPanFrameChecker twin(limits);

    // Octets that came in FRAGN fragments, by sender, datagram_size and datagram_tag.
    std::map<std::tuple<unsigned, unsigned, unsigned>, std::vector<bool>> covered;
    int64_t now = 0;
    while (size >= 2)
    {
        const std::size_t length = std::min<std::size_t>(data[0], size - 2);
        const unsigned sender = data[1] >> 4;
        const int64_t step = (data[1] & 0x0f) * INT64_C(1'000'000'000);
        now += step;
        if (step > 0)
        {
            covered.clear(); // some may have expired; only a burst is followed
        }
        const std::vector<uint8_t> source{2, 0, 0, 0, 0, static_cast<uint8_t>(sender)};
        const std::vector<uint8_t> frame(data + 2, data + 2 + length); // bounds for the sanitizer
        const std::size_t before = checker.Pending();
        const FrameVerdict verdict = checker.Check(frame.data(), frame.size(), source, {0xff}, now);
        Require(verdict == twin.Check(frame.data(), frame.size(), source, {0xff}, now));
        Require(!ToString(verdict).empty());
        Require(checker.Pending() <= limits.datagrams);
        Require(length > 0 || verdict == FrameVerdict::EMPTY);

        if (verdict == FrameVerdict::ACCEPTED && frame[0] >= 0xc0)
        {
            const unsigned datagram = (frame[0] << 8 | frame[1]) & 0x7ff;
            auto& octets = covered[{sender, datagram, frame[2] << 8 | frame[3]}];
            if (frame[0] < 0xe0)
            {
                octets.clear(); // may be complete now
            }
            else if (checker.Pending() < before)
            {
                octets.clear(); // is complete now
            }
            else
            {
                const std::size_t begin = frame[4] * 8u;
                const std::size_t end = begin + frame.size() - 5;
                Require(begin > 0 && begin < end && end <= datagram);
                octets.resize(datagram);
                for (std::size_t i = begin; i < end; ++i)
                {
                    Require(!octets[i]);
                    octets[i] = true;
                }
            }
        }
        data += 2 + length;
        size -= 2 + length;
    }
    return 0;
}

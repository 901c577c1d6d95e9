// SPDX-License-Identifier: GPL-2.0-only

// What a broker tells gateways of the datagrams that arrived.

#include "ns3/receipts.h"
#include "ns3/test.h"

#include <string>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Bytes
Datagram(const std::string& text)
{
    return Bytes(text.begin(), text.end());
}

uint64_t
DigestOf(const std::string& text)
{
    const Bytes octets = Datagram(text);
    return Receipts::Digest(octets.data(), octets.size());
}

class ReceiptsDigestCase : public TestCase
{
  public:
    ReceiptsDigestCase()
        : TestCase("digests are FNV-1a of 64 bits")
    {
    }

  private:
    void DoRun() override
    {
        // draft-eastlake-fnv, appendix C, test vectors of the reference code
        NS_TEST_EXPECT_MSG_EQ(DigestOf(""), 0xcbf29ce484222325, "nothing");
        NS_TEST_EXPECT_MSG_EQ(DigestOf("a"), 0xaf63dc4c8601ec8c, "a");
        NS_TEST_EXPECT_MSG_EQ(DigestOf("foobar"), 0x85944171f73967e8, "foobar");
    }
};

class ReceiptsAnswerCase : public TestCase
{
  public:
    ReceiptsAnswerCase()
        : TestCase("each digest asked for is answered by a bit")
    {
    }

  private:
    void DoRun() override
    {
        Receipts receipts;
        std::vector<uint64_t> asked;
        for (int i = 0; i < 20; ++i)
        {
            asked.push_back(DigestOf(std::to_string(i)));
            if (i % 3 == 0)
            {
                receipts.Note(Datagram(std::to_string(i)));
            }
        }
        receipts.Note(Datagram("1"));
        receipts.Strike(Datagram("1"));
        receipts.Strike(Datagram("never came"));
        receipts.Note(Datagram("3")); // it came again, and its copy was dropped
        receipts.Strike(Datagram("3"));
        const Bytes answer = receipts.Answer(Receipts::Ask(asked));
        NS_TEST_EXPECT_MSG_EQ(answer.size(), 3, "20 bits");
        const auto arrived = Receipts::Read(answer, asked.size());
        for (int i = 0; i < 20; ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(arrived[i], (i % 3 == 0), i);
        }
        NS_TEST_EXPECT_MSG_EQ(Receipts::Read({}, 2)[1], false, "an answer too short");
        NS_TEST_EXPECT_MSG_EQ(receipts.Answer(Bytes(7)).size(), 0, "no whole digest");
        NS_TEST_EXPECT_MSG_EQ(receipts.Answer(Bytes(5000)).size(),
                              Receipts::MOST / 8,
                              "no more than fits");
    }
};

class ReceiptsMemoryCase : public TestCase
{
  public:
    ReceiptsMemoryCase()
        : TestCase("the oldest receipts are forgotten")
    {
    }

  private:
    void DoRun() override
    {
        Receipts receipts;
        for (std::size_t i = 0; i <= Receipts::MEMORY; ++i)
        {
            receipts.Note(Datagram(std::to_string(i)));
        }
        const std::vector<uint64_t> asked{DigestOf("0"), DigestOf("1")};
        const auto arrived = Receipts::Read(receipts.Answer(Receipts::Ask(asked)), 2);
        NS_TEST_EXPECT_MSG_EQ(arrived[0], false, "the first");
        NS_TEST_EXPECT_MSG_EQ(arrived[1], true, "the second");
    }
};

class ReceiptsTestSuite : public TestSuite
{
  public:
    ReceiptsTestSuite()
        : TestSuite("iomt-receipts", TestSuite::Type::UNIT)
    {
        AddTestCase(new ReceiptsDigestCase);
        AddTestCase(new ReceiptsAnswerCase);
        AddTestCase(new ReceiptsMemoryCase);
    }
};

ReceiptsTestSuite g_receiptsTestSuite;

} // namespace

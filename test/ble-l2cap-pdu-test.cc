// SPDX-License-Identifier: GPL-2.0-only

#include "ns3/ble-l2cap-pdu.h"
#include "ns3/test.h"

#include <variant>
#include <vector>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

using Octets = std::vector<uint8_t>;

l2cap::ParsedCommand
Parse(const Octets& octets)
{
    return l2cap::Parse(octets.data(), octets.size());
}

/// Each command has the code and the octets of Core 5.4, Vol 3, Part A, 4, and is read back.
class L2capCommandCase : public TestCase
{
  public:
    L2capCommandCase()
        : TestCase("commands as the Core writes them")
    {
    }

  private:
    void Expect(const l2cap::Command& command, const Octets& octets)
    {
        NS_TEST_EXPECT_MSG_EQ((l2cap::Encode(command) == octets), true, "code " << +octets[0]);
        const auto parsed = Parse(octets);
        NS_TEST_ASSERT_MSG_EQ((parsed.status == l2cap::CommandStatus::OK), true, "is read");
        NS_TEST_EXPECT_MSG_EQ(parsed.command->index(), command.index(), "as what it is");
        NS_TEST_EXPECT_MSG_EQ((l2cap::Encode(*parsed.command) == octets), true, "and back");
    }

    void DoRun() override
    {
        using namespace l2cap;
        Expect(CommandReject{1, RejectReason::NOT_UNDERSTOOD, 0, 0, 0}, {1, 1, 2, 0, 0, 0});
        Expect(CommandReject{2, RejectReason::SIGNALLING_MTU_EXCEEDED, 23, 0, 0},
               {1, 2, 4, 0, 1, 0, 23, 0});
        Expect(CommandReject{3, RejectReason::INVALID_CID, 0, 0x40, 0x1234},
               {1, 3, 6, 0, 2, 0, 0x40, 0, 0x34, 0x12});
        Expect(DisconnectionRequest{4, 0x41, 0x42}, {6, 4, 4, 0, 0x41, 0, 0x42, 0});
        Expect(DisconnectionResponse{4, 0x41, 0x42}, {7, 4, 4, 0, 0x41, 0, 0x42, 0});
        Expect(ParameterUpdateRequest{5, 0x18, 0x28, 2, 0x1f4},
               {0x12, 5, 8, 0, 0x18, 0, 0x28, 0, 2, 0, 0xf4, 1});
        Expect(ParameterUpdateResponse{5, true}, {0x13, 5, 2, 0, 0, 0});
        Expect(ParameterUpdateResponse{5, false}, {0x13, 5, 2, 0, 1, 0});
        Expect(CreditConnectionRequest{6, 0x23, 0x40, 1280, 247, 10},
               {0x14, 6, 10, 0, 0x23, 0, 0x40, 0, 0, 5, 0xf7, 0, 10, 0});
        Expect(
            CreditConnectionResponse{6, 0x41, 1280, 247, 10, ConnectionResult::SPSM_NOT_SUPPORTED},
            {0x15, 6, 10, 0, 0x41, 0, 0, 5, 0xf7, 0, 10, 0, 2, 0});
        Expect(FlowControlCredit{7, 0x40, 0x102}, {0x16, 7, 4, 0, 0x40, 0, 2, 1});
    }
};

/// What is no command is told apart by what is to be done about it.
class L2capBadCommandCase : public TestCase
{
  public:
    L2capBadCommandCase()
        : TestCase("what is no command")
    {
    }

  private:
    void Expect(const Octets& octets, l2cap::CommandStatus status, const char* what)
    {
        const auto parsed = Parse(octets);
        NS_TEST_EXPECT_MSG_EQ((parsed.status == status), true, what);
        NS_TEST_EXPECT_MSG_EQ(parsed.command.has_value(), false, what);
    }

    void DoRun() override
    {
        using l2cap::CommandStatus;
        Expect({}, CommandStatus::TOO_SHORT, "nothing");
        Expect({6, 1, 4}, CommandStatus::TOO_SHORT, "three octets");
        Expect({6, 0, 4, 0, 1, 0, 1, 0}, CommandStatus::ZERO_IDENTIFIER, "identifier 0");
        Expect(Octets(24, 6), CommandStatus::OVER_SIGNALLING_MTU, "more than 23 octets");
        Expect({6, 1, 5, 0, 1, 0, 1, 0}, CommandStatus::WRONG_LENGTH, "too few octets");
        Expect({6, 1, 4, 0, 1, 0, 1, 0, 0}, CommandStatus::WRONG_LENGTH, "too many octets");
        Expect({6, 1, 3, 0, 1, 0, 1}, CommandStatus::WRONG_LENGTH, "too short for what it is");
        Expect({6, 1, 4, 1, 1, 0, 1, 0}, CommandStatus::WRONG_LENGTH, "length has two octets");
        Expect({1, 1, 2, 0, 2, 0}, CommandStatus::WRONG_LENGTH, "invalid CID without CIDs");
        Expect({1, 1, 4, 0, 0, 0, 0, 0}, CommandStatus::WRONG_LENGTH, "data with no reason to");
        Expect({0x0a, 1, 2, 0, 2, 0}, CommandStatus::UNKNOWN_CODE, "a command of BR/EDR");
        NS_TEST_EXPECT_MSG_EQ(+Parse({0x0a, 9, 2, 0, 2, 0}).identifier, 9, "to be rejected");
        // A reason of tomorrow is still a reject.
        NS_TEST_EXPECT_MSG_EQ((Parse({1, 1, 3, 0, 9, 0, 1}).status == CommandStatus::OK),
                              true,
                              "reserved reason");
    }
};

/// Lengths and channels of the basic header have their low octet first.
class L2capHeaderCase : public TestCase
{
  public:
    L2capHeaderCase()
        : TestCase("basic header")
    {
    }

  private:
    void DoRun() override
    {
        uint8_t octets[l2cap::HEADER_SIZE];
        l2cap::EncodeHeader(0x0102, 0x0304, octets);
        NS_TEST_EXPECT_MSG_EQ((Octets(octets, octets + 4) == Octets{2, 1, 4, 3}), true, "octets");
        NS_TEST_EXPECT_MSG_EQ(l2cap::ParseHeader(octets).length, 0x0102, "length");
        NS_TEST_EXPECT_MSG_EQ(l2cap::ParseHeader(octets).cid, 0x0304, "channel");
    }
};

class L2capPduSuite : public TestSuite
{
  public:
    L2capPduSuite()
        : TestSuite("iomt-ble-l2cap-pdu", TestSuite::Type::UNIT)
    {
        AddTestCase(new L2capCommandCase);
        AddTestCase(new L2capBadCommandCase);
        AddTestCase(new L2capHeaderCase);
    }
} g_l2capPduSuite;

} // namespace

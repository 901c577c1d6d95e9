// SPDX-License-Identifier: GPL-2.0-only

// DICOM's upper layer and data sets: the octets of the standard, there and back, and what is
// refused.

#include "ns3/dicom-data-set.h"
#include "ns3/dicom-pdu.h"
#include "ns3/test.h"

using namespace ns3;
using namespace ns3::iomt;

namespace
{

DicomPdu
Request()
{
    DicomPdu pdu;
    pdu.type = DicomPduType::ASSOCIATE_RQ;
    pdu.association.called = "PACS";
    pdu.association.calling = "XRAY-1";
    pdu.association.contexts = {
        {1, 0, "1.2.840.10008.5.1.4.1.1.1.1", {DICOM_IMPLICIT_LITTLE_ENDIAN}},
        {3, 0, "1.2.840.10008.1.1", {DICOM_IMPLICIT_LITTLE_ENDIAN, "1.2.840.10008.1.2.1"}}};
    pdu.association.maxLength = 0x12345;
    return pdu;
}

DicomPdu
Data()
{
    DicomPdu pdu;
    pdu.type = DicomPduType::P_DATA_TF;
    pdu.values = {{1, true, true, FromHex("0102")}, {3, false, false, FromHex("aabbcc")}};
    return pdu;
}

} // namespace

/// Octets by hand from PS3.5 A.1, PS3.7 6.3.1 and PS3.8 9.3.
class DicomOctetsCase : public TestCase
{
  public:
    DicomOctetsCase()
        : TestCase("octets of the standard")
    {
    }

  private:
    void DoRun() override
    {
        DicomDataSet set;
        set.SetShort(ROWS, 512);
        set.SetUid(SOP_CLASS_UID, "1.2");
        set.SetText(PATIENT_ID, "p12");
        NS_TEST_EXPECT_MSG_EQ(ToHex(set.Encode()),
                              "0800160004000000312e3200"
                              "1000200004000000"
                              "70313220"
                              "28001000020000000002",
                              "ascending tags, little endian, padded by kind");
        NS_TEST_EXPECT_MSG_EQ(set.Text(SOP_CLASS_UID), "1.2", "without the padding");
        NS_TEST_EXPECT_MSG_EQ(set.Text(PATIENT_ID), "p12", "without the padding");
        NS_TEST_EXPECT_MSG_EQ(set.Short(ROWS).value_or(0), 512, "a number");
        NS_TEST_EXPECT_MSG_EQ(set.Short(PATIENT_ID).has_value(), false, "four octets are no US");

        DicomDataSet command;
        command.SetShort(COMMAND_FIELD, 0x0030);
        NS_TEST_EXPECT_MSG_EQ(ToHex(command.EncodeCommand()),
                              "00000000040000000a000000"
                              "00000001020000003000",
                              "a command begins with its length");

        DicomPdu abort;
        abort.type = DicomPduType::ABORT;
        abort.source = 2;
        abort.reason = 6;
        NS_TEST_EXPECT_MSG_EQ(ToHex(abort.Encode()), "07000000000400000206", "A-ABORT");
        NS_TEST_EXPECT_MSG_EQ(ToHex(Data().Encode()),
                              "040000000011"
                              "000000040103"
                              "0102"
                              "000000050300"
                              "aabbcc",
                              "P-DATA-TF of two fragments");
        const std::string request = ToHex(Request().Encode());
        NS_TEST_EXPECT_MSG_EQ(request.substr(0, 4), "0100", "A-ASSOCIATE-RQ");
        NS_TEST_EXPECT_MSG_EQ(request.substr(12, 40),
                              "0001"
                              "0000"
                              "50414353202020202020202020202020",
                              "version, called entity");
        NS_TEST_EXPECT_MSG_EQ(request.substr(2 * 74, 50),
                              "10000015312e322e3834302e31303030382e332e312e312e31",
                              "application context first");
    }
};

/// What is encoded is decoded as the same, whole or in pieces.
class DicomRoundTripCase : public TestCase
{
  public:
    DicomRoundTripCase()
        : TestCase("there and back")
    {
    }

  private:
    void DoRun() override
    {
        Bytes wire;
        std::vector<DicomPdu> sent{Request(), Request(), Data()};
        sent[1].type = DicomPduType::ASSOCIATE_AC;
        for (DicomPresentationContext& context : sent[1].association.contexts)
        {
            context.abstractSyntax.clear(); // is not in an answer
        }
        sent[1].association.contexts[1].result = 3;
        for (const DicomPduType type : {DicomPduType::ASSOCIATE_RJ,
                                        DicomPduType::RELEASE_RQ,
                                        DicomPduType::RELEASE_RP,
                                        DicomPduType::ABORT})
        {
            sent.emplace_back().type = type;
        }
        for (const DicomPdu& pdu : sent)
        {
            const Bytes octets = pdu.Encode();
            wire.insert(wire.end(), octets.begin(), octets.end());
        }
        DicomStream stream;
        std::vector<DicomPdu> got;
        for (const uint8_t octet : wire)
        {
            stream.Append({octet});
            while (const auto pdu = stream.Next())
            {
                got.push_back(*pdu);
            }
        }
        NS_TEST_ASSERT_MSG_EQ(got.size(), sent.size(), "octet by octet");
        for (std::size_t i = 0; i < sent.size(); ++i)
        {
            NS_TEST_EXPECT_MSG_EQ(ToHex(got[i].Encode()), ToHex(sent[i].Encode()), "PDU " << i);
            NS_TEST_EXPECT_MSG_EQ((got[i].association == sent[i].association), true, "PDU " << i);
        }

        DicomDataSet set;
        set.SetText(PATIENT_NAME, "P1");
        set.Set(PIXEL_DATA, Bytes(1001, 7));
        const auto again = DicomDataSet::Decode(set.Encode());
        NS_TEST_ASSERT_MSG_EQ(again.has_value(), true, "data set");
        NS_TEST_EXPECT_MSG_EQ((*again == set), true, "data set");
        NS_TEST_EXPECT_MSG_EQ(again->Find(PIXEL_DATA)->size(), 1002, "an even count of octets");
    }
};

/// Whatever cannot be right is refused: never a crash, never half of it.
class DicomHostileCase : public TestCase
{
  public:
    DicomHostileCase()
        : TestCase("what is refused")
    {
    }

  private:
    void DoRun() override
    {
        for (const DicomPdu& pdu : {Request(), Data()})
        {
            const Bytes whole = pdu.Encode();
            for (std::size_t size = 0; size < whole.size(); ++size)
            {
                const Bytes cut(whole.begin(), whole.begin() + size);
                NS_TEST_EXPECT_MSG_EQ(DicomPdu::Decode(cut).has_value(), false, "cut to " << size);
            }
        }
        for (const char* wrong : {"00000000000400000000", // no such type
                                  "05000000000200000000", // length is not that of what follows
                                  "05000000000500000000ff",
                                  "04000000000600000001010100", // value shorter than its header
                                  "0400000000080000000901030102"})
        {
            NS_TEST_EXPECT_MSG_EQ(DicomPdu::Decode(FromHex(wrong)).has_value(), false, wrong);
        }
        DicomStream stream;
        stream.Append(FromHex("04007fffffff"));
        NS_TEST_EXPECT_MSG_EQ(stream.Next().has_value(), false, "longer than any PDU taken");
        NS_TEST_EXPECT_MSG_EQ(stream.IsBroken(), true, "and no end in sight");

        for (const char* wrong : {"08001600",                           // header cut short
                                  "0800160004000000312e",               // value cut short
                                  "08001600ffffffff",                   // undefined length
                                  "0800160001000000310800180000000000", // odd length
                                  "08001800000000000800160000000000",   // descending
                                  "08001600000000000800160000000000"})  // twice
        {
            NS_TEST_EXPECT_MSG_EQ(DicomDataSet::Decode(FromHex(wrong)).has_value(), false, wrong);
        }
    }
};

static class MessageDicomTestSuite : public TestSuite
{
  public:
    MessageDicomTestSuite()
        : TestSuite("iomt-message-dicom", TestSuite::Type::UNIT)
    {
        AddTestCase(new DicomOctetsCase);
        AddTestCase(new DicomRoundTripCase);
        AddTestCase(new DicomHostileCase);
    }
} g_messageDicomTestSuite;

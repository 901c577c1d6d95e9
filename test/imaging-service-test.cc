// SPDX-License-Identifier: GPL-2.0-only

// A modality and an archive: studies arrive whole, over loss and cuts, and a peer that is not
// understood ends an association without harm.

#include "service-bench.h"

#include "ns3/imaging-service.h"
#include "ns3/inet6-socket-address.h"
#include "ns3/packet.h"
#include "ns3/tcp-socket-factory.h"
#include "ns3/test.h"

#include <set>

using namespace ns3;
using namespace ns3::iomt;

namespace
{

Ptr<ImagingService>
Make(ServiceBench& bench, const nlohmann::json& options)
{
    auto service = CreateObject<ImagingService>();
    service->Configure({{"name", "scan"}, {"start_s", 2}});
    service->Configure(options);
    bench.Install(service);
    return service;
}

} // namespace

/// Every image of every study is stored once, as it was made; the figures fit the wire.
class ImagingWholeCase : public TestCase
{
  public:
    ImagingWholeCase()
        : TestCase("studies arrive whole")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<ImagingService> service =
            Make(bench, {{"modality", "mri"}, {"images", 4}, {"period_s", 5}, {"stop_s", 10}});
        service->GetArchive()->TraceConnectWithoutContext(
            "Stored",
            MakeCallback(&ImagingWholeCase::Stored, this));
        bench.Run(Seconds(20));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_EQ(results["studies"], 2, results);
        NS_TEST_EXPECT_MSG_EQ(results["stored"], 2, results);
        NS_TEST_EXPECT_MSG_EQ(results["failed"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["under_way"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["images"], 8, results);
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetInstances(), 8, "archive");
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetOctets(), results["bytes"], "archive");
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetRefused(), 0, "archive");
        NS_TEST_EXPECT_MSG_EQ(m_instances.size(), 8, "instances of their own");
        NS_TEST_EXPECT_MSG_EQ(m_studies.size(), 2, "in two studies");
        NS_TEST_EXPECT_MSG_EQ(m_sound, 8, "whole");
        // 4 × 131,072 octets at 10 Mbit/s take 0.42 s, and more with headers and round trips.
        NS_TEST_EXPECT_MSG_GT(results["transfer_s"]["p50"].get<double>(), 0.42, results);
        NS_TEST_EXPECT_MSG_LT(results["transfer_s"]["max"].get<double>(), 2, results);
        NS_TEST_EXPECT_MSG_LT(results["rate_mbps"].get<double>(), 10, results);
        NS_TEST_EXPECT_MSG_EQ(service->Load().periods.size(), 2, "two times of load");
    }

    void Stored(const DicomDataSet& set)
    {
        m_instances.insert(set.Text(SOP_INSTANCE_UID));
        m_studies.insert(set.Text(STUDY_INSTANCE_UID));
        const Bytes* pixels = set.Find(PIXEL_DATA);
        m_sound += pixels && pixels->size() == 256 * 256 * 2 && (*pixels)[2 * 7] == 7 &&
                   set.Short(ROWS) == 256 && set.Text(MODALITY) == "MR" &&
                   set.Text(PATIENT_NAME).empty();
    }

    std::set<std::string> m_instances;
    std::set<std::string> m_studies;
    int m_sound{0};
};

/// TCP repairs loss, and a cut of a minute; a study that comes meanwhile waits for its turn.
class ImagingRepairCase : public TestCase
{
  public:
    ImagingRepairCase()
        : TestCase("loss and cuts")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        bench.Lose(0.01);
        Ptr<ImagingService> service =
            Make(bench, {{"modality", "mri"}, {"images", 8}, {"period_s", 10}, {"stop_s", 15}});
        Simulator::Schedule(Seconds(2.5), [&bench] { bench.Lose(1); });
        Simulator::Schedule(Seconds(62.5), [&bench] { bench.Lose(0); });
        bench.Run(Seconds(240));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_EQ(results["stored"], 2, results);
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetInstances(), 16, results);
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetRefused(), 0, results);
        NS_TEST_EXPECT_MSG_GT(results["transfer_s"]["max"].get<double>(), 60, results);
    }
};

/// Nobody at the other end: the study has failed, with a cause.
class ImagingFailureCase : public TestCase
{
  public:
    ImagingFailureCase()
        : TestCase("no archive")
    {
    }

  private:
    void DoRun() override
    {
        ServiceBench bench;
        Ptr<ImagingService> service = Make(bench, {{"modality", "mri"}, {"images", 1}});
        service->GetArchive()->SetStopTime(Seconds(1));
        bench.Run(Seconds(300));
        const nlohmann::json results = service->Results();
        NS_TEST_EXPECT_MSG_EQ(results["failed"], 1, results);
        NS_TEST_EXPECT_MSG_EQ(results["stored"], 0, results);
        NS_TEST_EXPECT_MSG_EQ(results["failed_by_cause"]["no connection"], 1, results);
        NS_TEST_EXPECT_MSG_EQ(results["transfer_s"]["max"].is_null(), true, results);
    }
};

/// What any peer may send to the archive does not disturb it.
class ArchiveHostileCase : public TestCase
{
  public:
    ArchiveHostileCase()
        : TestCase("an archive and any peer")
    {
    }

  private:
    /// Connect, send octets, keep what comes back.
    void Send(ServiceBench& bench, Time at, const Bytes& octets)
    {
        Simulator::Schedule(at, [this, &bench, octets] {
            Ptr<Socket> socket = Socket::CreateSocket(bench.Site(), TcpSocketFactory::GetTypeId());
            socket->Bind6();
            socket->SetRecvCallback(MakeCallback(&ArchiveHostileCase::Receive, this));
            socket->Connect(Inet6SocketAddress(bench.HospitalAddress(), DICOM_PORT));
            Simulator::Schedule(MilliSeconds(200), [socket, octets] {
                socket->Send(Create<Packet>(octets.data(), octets.size()));
            });
            m_sockets.push_back(socket);
        });
    }

    void Receive(Ptr<Socket> socket)
    {
        while (Ptr<Packet> packet = socket->Recv())
        {
            Bytes octets(packet->GetSize());
            packet->CopyData(octets.data(), octets.size());
            m_stream.Append(octets);
        }
        while (const auto pdu = m_stream.Next())
        {
            m_answers.push_back(*pdu);
        }
    }

    static DicomPdu Request(const std::string& called, const std::string& sopClass)
    {
        DicomPdu request;
        request.type = DicomPduType::ASSOCIATE_RQ;
        request.association.called = called;
        request.association.calling = "TEST";
        request.association.contexts = {{1, 0, sopClass, {DICOM_IMPLICIT_LITTLE_ENDIAN}}};
        return request;
    }

    static DicomPdu Data(const Bytes& fragment, bool command)
    {
        DicomPdu pdu;
        pdu.type = DicomPduType::P_DATA_TF;
        pdu.values = {{1, command, true, fragment}};
        return pdu;
    }

    static Bytes Join(const std::vector<DicomPdu>& pdus)
    {
        Bytes all;
        for (const DicomPdu& pdu : pdus)
        {
            const Bytes octets = pdu.Encode();
            all.insert(all.end(), octets.begin(), octets.end());
        }
        return all;
    }

    void DoRun() override
    {
        const std::string image = "1.2.840.10008.5.1.4.1.1.4";
        DicomDataSet command;
        command.SetUid(AFFECTED_SOP_CLASS_UID, image);
        command.SetShort(COMMAND_FIELD, DICOM_C_STORE_RQ);
        command.SetShort(MESSAGE_ID, 9);
        command.SetShort(COMMAND_DATA_SET_TYPE, 0);
        command.SetUid(AFFECTED_SOP_INSTANCE_UID, "1.2.3");
        DicomDataSet other;
        other.SetUid(SOP_INSTANCE_UID, "1.2.4");

        ServiceBench bench;
        Ptr<ImagingService> service = Make(bench, {{"modality", "mri"}, {"start_s", 20}});
        Send(bench, Seconds(2), ToBytes("GET / HTTP/1.1\r\n\r\n"));
        Send(bench, Seconds(4), Join({Request("OTHER", image)}));
        Send(bench, Seconds(6), Join({Request("PACS", "1.2.840.10008.1.1")}));
        Send(bench,
             Seconds(8),
             Join({Request("PACS", image),
                   Data(command.EncodeCommand(), true),
                   Data(other.Encode(), false)}));
        // A data set without a command.
        Send(bench, Seconds(10), Join({Request("PACS", image), Data(other.Encode(), false)}));
        // A response would not fit into what this one takes: a header and no octet.
        DicomPdu narrow = Request("PACS", image);
        narrow.association.maxLength = DICOM_DATA_VALUE_HEADER;
        Send(bench,
             Seconds(12),
             Join({narrow, Data(command.EncodeCommand(), true), Data(other.Encode(), false)}));
        bench.Run(Seconds(60));

        NS_TEST_ASSERT_MSG_EQ(m_answers.size(), 6, "answers");
        NS_TEST_EXPECT_MSG_EQ((m_answers[0].type == DicomPduType::ASSOCIATE_RJ), true, "not PACS");
        NS_TEST_EXPECT_MSG_EQ(+m_answers[0].reason, 7, "called entity not recognised");
        NS_TEST_EXPECT_MSG_EQ(+m_answers[1].association.contexts.at(0).result, 3, "no storage");
        NS_TEST_EXPECT_MSG_EQ(+m_answers[2].association.contexts.at(0).result, 0, "accepted");
        NS_TEST_ASSERT_MSG_EQ(m_answers[3].values.size(), 1, "a response");
        const auto response = DicomDataSet::Decode(m_answers[3].values[0].fragment);
        NS_TEST_ASSERT_MSG_EQ(response.has_value(), true, "a response");
        NS_TEST_EXPECT_MSG_EQ(response->Short(COMMAND_STATUS).value_or(0),
                              0xc000,
                              "not what it said");
        NS_TEST_EXPECT_MSG_EQ(response->Short(MESSAGE_ID_RESPONDED_TO).value_or(0), 9, "whose");
        NS_TEST_EXPECT_MSG_EQ((m_answers[5].type == DicomPduType::ASSOCIATE_RJ), true, "narrow");
        NS_TEST_EXPECT_MSG_EQ(service->GetArchive()->GetRefused(), 1, "refused");
        NS_TEST_EXPECT_MSG_EQ(service->Results()["stored"], 1, "and then goes on as before");
        m_sockets.clear();
    }

    DicomStream m_stream;
    std::vector<DicomPdu> m_answers;
    std::vector<Ptr<Socket>> m_sockets;
};

static class ImagingServiceTestSuite : public TestSuite
{
  public:
    ImagingServiceTestSuite()
        : TestSuite("iomt-imaging-service", TestSuite::Type::UNIT)
    {
        AddTestCase(new ImagingWholeCase);
        AddTestCase(new ImagingRepairCase);
        AddTestCase(new ImagingFailureCase);
        AddTestCase(new ArchiveHostileCase);
    }
} g_imagingServiceTestSuite;
